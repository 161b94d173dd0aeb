#include "upstream/tickdb/latest_batch.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "upstream/tickdb/traits.hpp"
#include "upstream/tickdb/words.hpp"

namespace tidegate::upstream::tickdb {
namespace {

// Whether one bad symbol can be the reason why a whole request was refused.
bool about_one_symbol(core::Fault fault) {
  return fault == core::Fault::kSymbolNotFound || fault == core::Fault::kAmbiguousSymbol ||
         fault == core::Fault::kInvalidField;
}

core::Error left_out(const core::Instrument& instrument) {
  return {core::Fault::kSymbolNotFound,
          "the provider left " + instrument.symbol +
              " out of its answer; ask for it alone to learn why",
          {{"provider", kName}, {"symbol", instrument.symbol}}};
}

core::Error refused_together(core::Error error) {
  error.message += "; said of several symbols asked for together, ask for fewer to learn of which";
  return error;
}

core::Error unreadable(const core::Instrument& instrument) {
  return {core::Fault::kUpstreamMalformed,
          "the provider's bar of " + instrument.symbol + " cannot be read",
          {{"provider", kName}, {"symbol", instrument.symbol}}};
}

core::Error no_bar(const core::Instrument& instrument) {
  return {core::Fault::kSymbolNotFound,
          "the provider has no bar of " + instrument.symbol,
          {{"provider", kName}, {"symbol", instrument.symbol}}};
}

}  // namespace

LatestBatch::LatestBatch(core::LatestQuery query)
    : query_{std::move(query)}, results_(query_.instruments.size()) {
  auto from = query_.instruments.begin();
  while (from != query_.instruments.end()) {
    const auto left = std::distance(from, query_.instruments.end());
    const auto to = from + std::min(left, static_cast<std::ptrdiff_t>(kLatestSymbolsMax));
    groups_.push_back({{from, to}, query_.interval});
    from = to;
  }
}

void LatestBatch::on_series(std::vector<KlineSeries> series, core::Instant provider_now) {
  const auto group = std::move(groups_.front());
  groups_.pop_front();
  for (const auto& instrument : group.instruments) {
    const auto found = std::find_if(series.begin(), series.end(), [&](const KlineSeries& each) {
      return means(each.symbol, instrument);
    });
    if (found != series.end() && !found->klines.empty()) {
      const auto& kline = found->klines.back();
      const bool closed = core::is_closed(kline, false, query_.interval, provider_now);
      settle(instrument, core::LatestKline{kline, closed});
    } else if (found != series.end() && found->broken) {
      settle(instrument, unreadable(instrument));
    } else if (found != series.end() || group.instruments.size() == 1) {
      settle(instrument, no_bar(instrument));
    } else {
      ask_alone(instrument);
    }
  }
}

void LatestBatch::on_error(const core::Error& error) {
  auto group = std::move(groups_.front());
  groups_.pop_front();
  auto& members = group.instruments;
  const bool shared = members.size() > 1 && about_one_symbol(error.fault);
  if (shared && ++halvings_ <= kLatestHalvingsMax) {
    const auto middle = members.begin() + static_cast<std::ptrdiff_t>(members.size() / 2);
    Group second{{std::make_move_iterator(middle), std::make_move_iterator(members.end())},
                 group.interval};
    members.erase(middle, members.end());
    groups_.push_front(std::move(second));
    groups_.push_front(std::move(group));
    return;
  }
  for (const auto& instrument : members) {
    settle(instrument, shared ? refused_together(error) : error);
  }
  if (!about_one_symbol(error.fault)) give_up(error);
}

// What kept one group from its answer keeps the others too: an outage, a limit, a caller who left.
void LatestBatch::give_up(const core::Error& error) {
  refused_ = error;
  for (const auto& group : groups_) {
    for (const auto& instrument : group.instruments) settle(instrument, error);
  }
  groups_.clear();
}

void LatestBatch::ask_alone(const core::Instrument& instrument) {
  if (++single_requests_ > kLatestSingleRequestsMax)
    return settle(instrument, left_out(instrument));
  groups_.push_back({{instrument}, query_.interval});
}

void LatestBatch::settle(const core::Instrument& instrument,
                         const core::Result<core::LatestKline>& result) {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (query_.instruments[i] == instrument) results_[i] = result;
  }
}

core::Result<core::LatestKlines> LatestBatch::take() {
  const bool any_heard = std::any_of(results_.begin(), results_.end(), [](const auto& each) {
    return each->has_value() || about_one_symbol(each->error().fault);
  });
  if (refused_ && !any_heard) return *refused_;
  core::LatestKlines all;
  all.reserve(results_.size());
  for (auto& each : results_) all.push_back(*std::move(each));
  return all;
}

}  // namespace tidegate::upstream::tickdb
