#include "market/desk.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/on_lane.hpp"

namespace tidegate::market {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

std::string described(core::FlowPeriod period, core::Market market) {
  constexpr std::array kPeriods{"intraday", "daily", "weekly", "monthly"};
  return std::string{kPeriods[static_cast<std::size_t>(period)]} + " capital flow of market " +
         std::string{core::facts_of(market).name};
}

// Whether the next symbol may fare better than the one that could not be looked up.
bool worth_another_symbol(core::Fault fault) {
  return fault == core::Fault::kSymbolNotFound || fault == core::Fault::kAmbiguousSymbol;
}

bool everything_failed(const LatestResults& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const auto& each) { return each.has_error(); });
}

core::Error not_listed(const Wish& wish) {
  return {core::Fault::kSymbolNotFound,
          "no provider's list has symbol \"" + wish.spelling + "\"",
          {{"symbol", wish.spelling}}};
}

}  // namespace

Desk::Desk(Providers providers) : providers_{std::move(providers)} {}

Desk::Answering<Served<core::CapitalFlow>> Desk::capital_flow(Wish wish, core::FlowPeriod period,
                                                              std::optional<core::DateRange> dates,
                                                              core::Deadline deadline) {
  auto instrument = co_await instrument_of(wish, deadline);
  if (!instrument) co_return instrument.error();
  const auto serves = [&](const Provider& each) {
    return each.flow != nullptr && each.flow->serves(instrument->market, instrument->type, period);
  };
  auto candidates = route(providers_, wish.provider, serves, described(period, instrument->market));
  if (!candidates) co_return candidates.error();
  const core::FlowQuery query{*instrument, period, dates};
  const auto ask = [&](const Provider& provider) {
    return provider.flow->capital_flow(query, deadline);
  };
  auto answer = co_await ask_in_turn<core::CapitalFlow>(*std::move(candidates), ask, deadline);
  if (!answer) co_return answer.error();
  Served<core::CapitalFlow> served{*std::move(instrument), *std::move(answer)};
  co_return served;
}

Desk::Answering<Served<core::History>> Desk::history(Wish wish, core::HistoryQuery query,
                                                     core::Deadline deadline) {
  auto instrument = co_await instrument_of(wish, deadline);
  if (!instrument) co_return instrument.error();
  auto candidates = kline_candidates(*instrument, wish.provider, query.interval);
  if (!candidates) co_return candidates.error();
  query.instrument = *instrument;
  const auto ask = [&](const Provider& provider) {
    return provider.klines->history(query, deadline);
  };
  auto answer = co_await ask_in_turn<core::History>(*std::move(candidates), ask, deadline);
  if (!answer) co_return answer.error();
  Served<core::History> served{*std::move(instrument), *std::move(answer)};
  co_return served;
}

// Symbols with the same providers share their requests; one asked for in two spellings is asked
// once.
struct Desk::LatestGroup {
  std::vector<core::Instrument> instruments;
  std::vector<std::vector<std::size_t>> places;  // of each instrument among the wishes

  void add(const core::Instrument& instrument, std::size_t place) {
    const auto known = std::find(instruments.begin(), instruments.end(), instrument);
    const auto index = static_cast<std::size_t>(known - instruments.begin());
    if (known == instruments.end()) {
      instruments.push_back(instrument);
      places.emplace_back();
    }
    places[index].push_back(place);
  }

  void hand_out(const core::Result<core::Answer<core::LatestKlines>>& answer,
                LatestResults& results) const {
    for (std::size_t i = 0; i < instruments.size(); ++i) {
      for (const auto place : places[i]) {
        if (!answer) {
          results[place] = answer.error();
        } else if (const auto& kline = answer->value[i]; !kline) {
          results[place] = kline.error();
        } else {
          results[place] = LatestServed{instruments[i], *kline, answer->provenance};
        }
      }
    }
  }
};

Desk::Answering<LatestResults> Desk::latest_klines(std::vector<Wish> wishes,
                                                   core::Interval interval,
                                                   core::Deadline deadline) {
  const core::Error unasked{core::Fault::kCancelled, "not asked"};
  LatestResults results(wishes.size(), unasked);
  std::map<Candidates, LatestGroup> groups;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto instrument = co_await instrument_of(wishes[i], deadline);
    if (!instrument) {
      if (!worth_another_symbol(instrument.error().fault)) co_return instrument.error();
      results[i] = instrument.error();
    } else if (const auto who = kline_candidates(*instrument, wishes[i].provider, interval); !who) {
      results[i] = who.error();
    } else {
      groups[*who].add(*instrument, i);
    }
  }
  for (const auto& [candidates, group] : groups) {
    const core::LatestQuery query{group.instruments, interval};
    const auto ask = [&](const Provider& provider) {
      return provider.klines->latest_klines(query, deadline);
    };
    const auto answer = co_await ask_in_turn<core::LatestKlines>(candidates, ask, deadline);
    group.hand_out(answer, results);
    // Nobody at all was answered, and it was the provider's doing: an error of the whole call.
    if (!answer && groups.size() == 1 && everything_failed(results)) co_return answer.error();
  }
  co_return results;
}

Desk::Answering<Resolution> Desk::resolve(Wish wish, core::Deadline deadline) {
  Resolution resolution{wish.reading.candidates, {}};
  if (!wish.reading.certain) {
    auto listed = co_await look_up(wish, deadline);
    if (!listed) co_return listed.error();
    resolution.instruments = *std::move(listed);
  }
  if (resolution.instruments.size() != 1) co_return resolution;
  auto& instrument = resolution.instruments.front();
  for (const auto& each : providers_) {
    Coverage coverage{each.name, false, false};
    coverage.flow = each.flow != nullptr && each.flow->serves(instrument.market, instrument.type,
                                                              core::FlowPeriod::kIntraday);
    coverage.klines =
        each.klines != nullptr &&
        each.klines->serves(instrument.market, instrument.type, core::Interval::k1Minute);
    if (coverage.flow || coverage.klines) resolution.coverage.push_back(coverage);
    if (instrument.name.empty() && each.instruments != nullptr && each.lane == lane()) {
      instrument.name = each.instruments->known_name(instrument);
    }
  }
  co_return resolution;
}

Desk::Answering<core::Instrument> Desk::instrument_of(Wish wish, core::Deadline deadline) {
  auto candidates = wish.reading.candidates;
  if (!wish.reading.certain) {
    auto listed = co_await look_up(wish, deadline);
    if (!listed) co_return listed.error();
    candidates = *std::move(listed);
  }
  if (candidates.size() != 1) co_return core::ambiguous(wish.spelling, candidates);
  co_return candidates.front();
}

// Not empty on success: a spelling that nobody lists is an error.
Desk::Answering<std::vector<core::Instrument>> Desk::look_up(Wish wish, core::Deadline deadline) {
  const auto lists = [](const Provider& each) { return each.instruments != nullptr; };
  const auto candidates = route(providers_, {}, lists, "a list of instruments");
  if (!candidates) co_return candidates.error();
  std::vector<core::Instrument> found;
  for (const auto* provider : *candidates) {
    auto asking = provider->instruments->look_up(wish.reading.candidates, deadline);
    auto listed = co_await net::on_lane(provider->lane, std::move(asking));
    if (!listed) co_return listed.error();
    for (auto& each : *listed) {
      const auto fits = [&](const core::Instrument& candidate) {
        return !candidate.type_asked || core::compatible(candidate.type, each.type);
      };
      const bool wanted =
          std::any_of(wish.reading.candidates.begin(), wish.reading.candidates.end(), fits);
      const bool known = std::find(found.begin(), found.end(), each) != found.end();
      if (wanted && !known) found.push_back(std::move(each));
    }
  }
  if (found.empty()) co_return not_listed(wish);
  co_return found;
}

core::Result<Candidates> Desk::kline_candidates(const core::Instrument& instrument,
                                                const std::string& demanded,
                                                core::Interval interval) const {
  const auto serves = [&](const Provider& each) {
    return each.klines != nullptr &&
           each.klines->serves(instrument.market, instrument.type, interval);
  };
  const auto market = std::string{core::facts_of(instrument.market).name};
  return route(providers_, demanded, serves, "k-lines of market " + market + " at this interval");
}

template <class T, class Ask>
Desk::Answering<core::Answer<T>> Desk::ask_in_turn(Candidates candidates, Ask ask,
                                                   core::Deadline deadline) {
  std::optional<core::Error> first_failure;
  for (const auto* provider : candidates) {
    auto answer = co_await ask_twice<T>(*provider, ask, deadline);
    if (answer) {
      if (first_failure) {
        answer->provenance.fallback_from = candidates.front()->name;
        answer->provenance.fallback_reason = first_failure->fault;
      }
      co_return answer;
    }
    if (!worth_another_provider(answer.error().fault)) co_return answer.error();
    if (!first_failure) first_failure = std::move(answer).error();
  }
  co_return *std::move(first_failure);
}

template <class T, class Ask>
Desk::Answering<core::Answer<T>> Desk::ask_twice(const Provider& provider, Ask ask,
                                                 core::Deadline deadline) {
  auto asking = ask(provider);
  auto answer = co_await net::on_lane(provider.lane, std::move(asking));
  if (answer || answer.error().fault != core::Fault::kUpstreamUnavailable ||
      answer.error().retry_after) {
    co_return answer;
  }
  const bool time_is_left = co_await pause_before_retry(deadline);
  if (!time_is_left) co_return answer;
  auto asking_again = ask(provider);
  auto second = co_await net::on_lane(provider.lane, std::move(asking_again));
  // A limit that our own repetition ran into is not what the caller should hear.
  if (!second && second.error().fault == core::Fault::kUpstreamRateLimit) co_return answer;
  co_return second;
}

asio::awaitable<bool> Desk::pause_before_retry(core::Deadline deadline) {
  constexpr int kPauseMs = 50;
  const std::chrono::milliseconds pause{
      std::uniform_int_distribution<int>{kPauseMs, 2 * kPauseMs}(random_)};
  if (Clock::now() + 2 * pause >= deadline) co_return false;
  asio::steady_timer timer{lane(), pause};
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() == asio::cancellation_type::none;
}

}  // namespace tidegate::market
