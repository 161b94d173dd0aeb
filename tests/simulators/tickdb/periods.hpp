#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/simulators/tickdb/figures.hpp"

namespace tidegate::simulators::tickdb {

enum class Interval { k1m, k3m, k5m, k15m, k30m, k1h, k2h, k4h, k1d, k1w, k1mo };

// Case matters: 1m is a minute and 1M a month.
std::optional<Interval> interval_named(std::string_view name);

struct BarQuery {
  const Product& product;
  Interval interval;
  Instant from;  // both ends belong to it
  Instant to;
  std::size_t limit;
};

// The newest bars whose time lies in the range, oldest first, as they look at `now`.
//
// Where the provider does not say: bars inside the day are counted from the start of each part of
// the session (so 13:00 in Hong Kong, and the auction by itself); a day is stamped with the
// midnight of its exchange, a week with its Monday's, a month with its first day's.
std::vector<Bar> bars_of(const BarQuery& query, Instant now);

}  // namespace tidegate::simulators::tickdb
