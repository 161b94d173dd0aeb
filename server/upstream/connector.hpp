#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/flow.hpp"
#include "core/kline.hpp"
#include "core/provenance.hpp"
#include "core/result.hpp"
#include "core/symbol.hpp"
#include "core/time.hpp"

namespace tidegate::upstream {

template <class T>
using Asked = boost::asio::awaitable<core::Result<core::Answer<T>>>;

// What an upstream can be asked. One interface per product; an upstream implements what it has.
// Every member but `serves` runs on the upstream's lane. A question ends early only by its
// deadline or by cancellation of the coroutine.

class FlowSource {
 public:
  virtual ~FlowSource() = default;
  // Pure and callable from any thread, as in the other sources.
  virtual bool serves(core::Market market, core::InstrumentType type,
                      core::FlowPeriod period) const noexcept = 0;
  virtual Asked<core::CapitalFlow> capital_flow(core::FlowQuery query, core::Deadline deadline) = 0;
};

class KlineSource {
 public:
  virtual ~KlineSource() = default;
  virtual bool serves(core::Market market, core::InstrumentType type,
                      core::Interval interval) const noexcept = 0;
  virtual Asked<core::LatestKlines> latest_klines(core::LatestQuery query,
                                                  core::Deadline deadline) = 0;
  virtual Asked<core::History> history(core::HistoryQuery query, core::Deadline deadline) = 0;
};

class InstrumentSource {
 public:
  virtual ~InstrumentSource() = default;
  // Every listed instrument whose code, with or without its exchange, is one of the candidates'.
  virtual boost::asio::awaitable<core::Result<std::vector<core::Instrument>>> look_up(
      std::vector<core::Instrument> candidates, core::Deadline deadline) = 0;
  // The name of an instrument, if it is known without asking anybody.
  virtual std::string known_name(const core::Instrument& instrument) const = 0;
};

}  // namespace tidegate::upstream
