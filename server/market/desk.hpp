#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/flow.hpp"
#include "core/kline.hpp"
#include "core/provenance.hpp"
#include "core/symbol.hpp"
#include "market/route.hpp"

namespace tidegate::market {

// What a caller wrote, read by its form, and whom they demand.
struct Wish {
  std::string spelling;
  core::Reading reading;
  std::string provider;  // empty: whoever comes first
};

template <class T>
struct Served {
  core::Instrument instrument;
  core::Answer<T> answer;
};

struct LatestServed {
  core::Instrument instrument;
  core::LatestKline kline;
  core::Provenance provenance;
};

using LatestResults = std::vector<core::Result<LatestServed>>;

// Who serves an instrument, and with what.
struct Coverage {
  std::string provider;
  bool flow = false;
  bool klines = false;
};

struct Resolution {
  std::vector<core::Instrument> instruments;  // one, or the candidates of an ambiguous spelling
  std::vector<Coverage> coverage;             // of the one
};

// Where questions are answered: finds the instrument, the provider, and another one if that
// fails. All of it on the desk's own lane, the first provider's. Repeats a question once where its
// provider was not reached; nothing else in the house repeats anything.
class Desk {
 public:
  template <class T>
  using Answering = boost::asio::awaitable<core::Result<T>>;

  explicit Desk(Providers providers);  // at least one

  boost::asio::any_io_executor lane() const { return providers_.front().lane; }
  const Providers& providers() const noexcept { return providers_; }

  Answering<Served<core::CapitalFlow>> capital_flow(Wish wish, core::FlowPeriod period,
                                                    std::optional<core::DateRange> dates,
                                                    core::Deadline deadline);

  // One result per wish, in their order. An error of the whole only where every symbol failed for
  // a reason that is the provider's.
  Answering<LatestResults> latest_klines(std::vector<Wish> wishes, core::Interval interval,
                                         core::Deadline deadline);

  Answering<Served<core::History>> history(Wish wish, core::HistoryQuery query,
                                           core::Deadline deadline);

  Answering<Resolution> resolve(Wish wish, core::Deadline deadline);

 private:
  struct LatestGroup;

  template <class T, class Ask>
  Answering<core::Answer<T>> ask_in_turn(Candidates candidates, Ask ask, core::Deadline deadline);
  template <class T, class Ask>
  Answering<core::Answer<T>> ask_twice(const Provider& provider, Ask ask, core::Deadline deadline);

  Answering<core::Instrument> instrument_of(Wish wish, core::Deadline deadline);
  Answering<std::vector<core::Instrument>> look_up(Wish wish, core::Deadline deadline);
  core::Result<Candidates> kline_candidates(const core::Instrument& instrument,
                                            const std::string& demanded,
                                            core::Interval interval) const;
  boost::asio::awaitable<bool> pause_before_retry(core::Deadline deadline);

  Providers providers_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace tidegate::market
