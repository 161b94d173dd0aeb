#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "core/interval.hpp"
#include "core/result.hpp"
#include "core/symbol.hpp"
#include "core/time.hpp"

namespace tidegate::core {

struct Kline {
  Instant open_time;
  Decimal open;
  Decimal high;
  Decimal low;
  Decimal close;
  std::optional<Decimal> volume;
  std::optional<Decimal> quote_volume;
};

// Bars of one instrument and interval, ascending by open time, each time once.
using Klines = std::vector<Kline>;

// Sorts, and keeps of equal open times the one that came last.
void put_in_order(Klines& klines);

// A bar is final once its provider has moved past it: a newer bar exists, or the provider's clock
// says that it is over.
bool is_closed(const Kline& kline, bool newer_exists, Interval interval, Instant provider_now);

struct LatestQuery {
  std::vector<Instrument> instruments;
  Interval interval = Interval::k1Minute;
};

struct LatestKline {
  Kline kline;
  bool closed = false;  // outside trading hours, the latest bar is one that is over
};

// One result per instrument asked for, in that order.
using LatestKlines = std::vector<Result<LatestKline>>;

struct HistoryQuery {
  Instrument instrument;
  Interval interval = Interval::k1Minute;
  std::optional<Instant> start;  // inclusive
  std::optional<Instant> end;    // exclusive
  int count_max = 0;
};

// A stretch of closed bars, the newest of what was asked for.
struct History {
  Klines klines;
  // Everything before this instant is still to be asked for; absent at the end of the range.
  std::optional<Instant> continue_before;
};

}  // namespace tidegate::core
