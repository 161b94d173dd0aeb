#include "upstream/tickdb/history_plan.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "upstream/tickdb/traits.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using std::chrono::milliseconds;

// The smallest share of the clock during which a market makes bars: exchanges rest at night.
// Only a first guess at the window; a wrong one costs a request, not a bar.
int clock_per_trading_time(core::Market market, core::Interval interval) {
  if (interval >= core::Interval::k1Day) return 1;
  switch (market) {
    case core::Market::kUs:
    case core::Market::kHongKong:
    case core::Market::kShanghai:
    case core::Market::kShenzhen:
    case core::Market::kBeijing: return 4;
    case core::Market::kCrypto:
    case core::Market::kForex:
    case core::Market::kMetal:
    case core::Market::kGlobal: return 1;
  }
  return 1;
}

// Asked for beyond the start of a window, in case a provider counts the start as outside.
constexpr milliseconds kMargin{1};

// So many bars fit into a window for certain without filling an answer.
constexpr int kBarsSurelyBelowLimit = kHistoryBarsMax * 9 / 10;

}  // namespace

HistoryPlan::HistoryPlan(const core::HistoryQuery& query, core::Instant now)
    : query_{query},
      // Open-ended: the bar that forms now is included, and sorted out by what follows it.
      end_{std::clamp(query.end.value_or(core::Instant::max()), core::Instant{},
                      now + core::longest(query.interval))},
      span_{core::longest(query.interval) * kBarsSurelyBelowLimit *
            clock_per_trading_time(query.instrument.market, query.interval)},
      margin_{kMargin},
      newest_first_step_{!query.start && !query.end} {
  if (query_.start && end_ <= *query_.start) on_history_end();
}

core::Instant HistoryPlan::window_start() const {
  return std::max(end_ - span_, oldest_wanted());
}

// Nothing is asked for before 1970: no provider takes such times.
core::Instant HistoryPlan::oldest_wanted() const {
  return std::max(query_.start.value_or(core::Instant{}), core::Instant{});
}

HistoryPlan::Step HistoryPlan::next() const {
  // One bar more than wanted: the newest may still be forming.
  if (newest_first_step_) return {{}, {}, std::min(query_.count_max + 1, kHistoryBarsMax)};
  return {std::max(window_start() - margin_, core::Instant{}), end_, kHistoryBarsMax};
}

void HistoryPlan::on_klines(core::Klines klines, core::Instant provider_now) {
  ++requests_;
  const bool full = klines.size() >= static_cast<std::size_t>(kHistoryBarsMax);
  if (full && !newest_first_step_ && span_ > surely_not_full()) {
    span_ = std::max(span_ / 2, surely_not_full());  // perhaps cut at an end: ask for less
    done_ = requests_ >= kHistoryRequestsPerPage;
    return;
  }
  const bool ignored = full && !newest_first_step_ && reaches_outside(klines);
  if (!klines.empty() && !core::is_closed(klines.back(), false, query_.interval, provider_now)) {
    klines.pop_back();
  }
  const auto start = newest_first_step_ ? core::Instant::min() : window_start();
  std::erase_if(klines, [&](const core::Kline& each) {
    return each.open_time < start || each.open_time >= end_;
  });
  finish_step(klines);
  if (ignored) on_history_end();  // they answer the same to every window: this is all there is
  klines.insert(klines.end(), std::make_move_iterator(collected_.begin()),
                std::make_move_iterator(collected_.end()));
  collected_ = std::move(klines);
  const auto wanted = static_cast<std::size_t>(query_.count_max);
  done_ = done_ || collected_.size() >= wanted || requests_ >= kHistoryRequestsPerPage;
}

HistoryPlan::Span HistoryPlan::surely_not_full() const {
  return core::longest(query_.interval) * kBarsSurelyBelowLimit;
}

// Beyond both ends of what was asked for, whichever of them counts as inside.
bool HistoryPlan::reaches_outside(const core::Klines& klines) const {
  return klines.front().open_time < window_start() - kMargin || klines.back().open_time > end_;
}

void HistoryPlan::finish_step(const core::Klines& klines) {
  if (newest_first_step_) {
    newest_first_step_ = false;
    if (klines.empty()) return;
    end_ = klines.front().open_time;
    done_ = true;  // the newest page is whole by itself
    return;
  }
  const auto start = window_start();
  silence_ = klines.empty() ? silence_ + (end_ - start) : Span{0};
  // Near the end of what is kept windows go from bar to bar, so that the oldest one fits into one.
  end_ = refused_ && !klines.empty() ? klines.front().open_time : start;
  if (klines.empty() && !refused_) span_ *= 2;
  const Span long_silence =
      std::max<Span>(kSilenceBeforeHistory, core::longest(query_.interval) * 3);
  const bool reached_start = end_ <= oldest_wanted();
  if (reached_start || (!query_.start && silence_ >= long_silence)) on_history_end();
}

bool HistoryPlan::on_range_refused() {
  ++requests_;
  refused_ = true;
  constexpr int kShrink = 8;
  const bool smaller_is_possible = !newest_first_step_ && span_ > core::longest(query_.interval);
  const bool exact_is_possible = !newest_first_step_ && margin_ > Span{0};
  if (smaller_is_possible || exact_is_possible) {
    if (!smaller_is_possible) margin_ = Span{0};  // the oldest bar may open just where they begin
    const Span bar = core::longest(query_.interval);
    span_ = std::max<Span>(span_ / kShrink / bar * bar, bar);
    done_ = requests_ >= kHistoryRequestsPerPage;
    return true;
  }
  done_ = true;
  // A caller who named a start hears that it is not kept, on the page that has nothing else to say.
  if (!query_.start) on_history_end();
  return !query_.start || has_bars();
}

void HistoryPlan::on_history_end() {
  history_ended_ = true;
  done_ = true;
}

core::History HistoryPlan::take() {
  core::History history;
  const auto wanted = static_cast<std::size_t>(query_.count_max);
  if (collected_.size() > wanted) {
    collected_.erase(collected_.begin(), collected_.end() - query_.count_max);
    history.continue_before = collected_.front().open_time;
  } else if (!history_ended_) {
    history.continue_before =
        collected_.empty() ? end_ : std::min(end_, collected_.front().open_time);
  }
  if (history.continue_before && *history.continue_before <= oldest_wanted()) {
    history.continue_before.reset();  // the page ends just where the range begins
  }
  history.klines = std::move(collected_);
  return history;
}

}  // namespace tidegate::upstream::tickdb
