#include "imaginary_history.hpp"

#include <algorithm>
#include <utility>

namespace tidegate::upstream::tickdb {
namespace {

using namespace std::chrono_literals;

template <class Predicate>
Opens dense_where(core::Instant from, core::Instant to, core::Interval interval,
                  const Predicate& predicate) {
  Opens opens;
  for (auto at = from; at < to; at += core::longest(interval)) {
    if (predicate(at)) opens.push_back(at);
  }
  return opens;
}

bool on_weekend(core::Instant at) {
  const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(at)};
  return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

core::Kline bar(core::Instant open) {
  core::Kline kline;
  kline.open_time = open;
  return kline;
}

}  // namespace

Opens dense(core::Instant from, core::Instant to, core::Interval interval) {
  return dense_where(from, to, interval, [](core::Instant) { return true; });
}

Opens sessions(core::Instant from, core::Instant to, core::Interval interval,
               std::chrono::sys_days holiday) {
  return dense_where(from, to, interval, [&](core::Instant at) {
    const auto time = at - std::chrono::floor<std::chrono::days>(at);
    const bool morning = time >= 1h + 30min && time < 4h;
    const bool afternoon = time >= 5h && time < 8h;
    const bool away = at >= holiday && at < holiday + std::chrono::days{9};
    return (morning || afternoon) && !away && !on_weekend(at);
  });
}

Opens weekdays(core::Instant from, core::Instant to, core::Interval interval) {
  return dense_where(from, to, interval, [](core::Instant at) { return !on_weekend(at); });
}

Opens months(std::chrono::year_month from, int count) {
  Opens opens;
  for (int i = 0; i < count; ++i) {
    opens.emplace_back(std::chrono::sys_days{(from + std::chrono::months{i}) / 1});
  }
  return opens;
}

bool ImaginaryProvider::is_in(core::Instant open, const HistoryPlan::Step& step) const {
  if (!habits_.heeds_range) return true;
  if (step.start && (habits_.start_inside ? open < *step.start : open <= *step.start)) return false;
  return !step.end || (habits_.end_inside ? open <= *step.end : open < *step.end);
}

std::optional<core::Klines> ImaginaryProvider::answer(const HistoryPlan::Step& step) const {
  if (habits_.kept_from && step.start && *step.start < *habits_.kept_from) return std::nullopt;
  Opens opens;
  for (const auto open : opens_) {
    const bool kept = !habits_.kept_from || open >= *habits_.kept_from;
    if (kept && is_in(open, step)) opens.push_back(open);
  }
  const auto limit = static_cast<std::size_t>(std::clamp(step.limit, 1, 1'000));
  const auto surplus = static_cast<std::ptrdiff_t>(opens.size() - std::min(opens.size(), limit));
  const bool newest = habits_.keeps_newest || !habits_.heeds_range || !step.start;
  const auto first = newest ? opens.begin() + surplus : opens.begin();
  const auto last = newest ? opens.end() : opens.end() - surplus;
  core::Klines klines(static_cast<std::size_t>(last - first));
  std::transform(first, last, klines.begin(), bar);
  return klines;
}

Opens ImaginaryProvider::closed(const core::HistoryQuery& query, core::Instant now) const {
  Opens opens;
  for (const auto open : opens_) {
    const bool kept = !habits_.kept_from || open >= *habits_.kept_from;
    const bool inside = (!query.start || open >= *query.start) && (!query.end || open < *query.end);
    const bool over = open != opens_.back() || core::close_time(open, query.interval) <= now;
    if (kept && inside && over) opens.push_back(open);
  }
  return opens;
}

Page page_of(const ImaginaryProvider& provider, const core::HistoryQuery& query,
             core::Instant now) {
  constexpr int kFarTooMany = 1'000;
  Page page;
  HistoryPlan plan{query, now};
  for (; !plan.done() && page.requests < kFarTooMany; ++page.requests) {
    auto klines = provider.answer(plan.next());
    if (klines) {
      plan.on_klines(*std::move(klines), now);
    } else if (!plan.on_range_refused()) {
      return page;  // the caller hears the refusal
    }
  }
  auto history = plan.take();
  for (const auto& each : history.klines) page.opens.push_back(each.open_time);
  page.continue_before = history.continue_before;
  return page;
}

std::vector<Page> walk(const ImaginaryProvider& provider, core::HistoryQuery query,
                       core::Instant now, std::size_t pages_max) {
  std::vector<Page> pages;
  do {
    pages.push_back(page_of(provider, query, now));
    query.end = pages.back().continue_before;
  } while (query.end && pages.size() < pages_max);
  return pages;
}

Opens joined(const std::vector<Page>& pages) {
  Opens all;
  for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
    all.insert(all.end(), page->opens.begin(), page->opens.end());
  }
  return all;
}

}  // namespace tidegate::upstream::tickdb
