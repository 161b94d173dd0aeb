#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "upstream/tickdb/history_plan.hpp"

namespace tidegate::upstream::tickdb {

using Opens = std::vector<core::Instant>;

// When bars of one interval opened, in [from, to).
Opens dense(core::Instant from, core::Instant to, core::Interval interval);
// Hong Kong's two sessions of a weekday; none on the nine days that begin with `holiday`.
Opens sessions(core::Instant from, core::Instant to, core::Interval interval,
               std::chrono::sys_days holiday);
// Round the clock, but not on weekends.
Opens weekdays(core::Instant from, core::Instant to, core::Interval interval);
Opens months(std::chrono::year_month from, int count);

// What a provider does where its documents are silent.
struct Habits {
  bool keeps_newest = true;  // of what does not fit into one answer; otherwise the oldest
  bool start_inside = true;
  bool end_inside = true;
  bool heeds_range = true;                 // false: always the newest bars
  std::optional<core::Instant> kept_from;  // a range that begins earlier is refused
};

class ImaginaryProvider {
 public:
  ImaginaryProvider(Opens opens, Habits habits) : opens_{std::move(opens)}, habits_{habits} {}

  // Nothing: refused, because the range begins before what is kept.
  std::optional<core::Klines> answer(const HistoryPlan::Step& step) const;

  // Every closed bar with an opening time in the range of the query.
  Opens closed(const core::HistoryQuery& query, core::Instant now) const;

 private:
  bool is_in(core::Instant open, const HistoryPlan::Step& step) const;

  Opens opens_;
  Habits habits_;
};

struct Page {
  Opens opens;
  int requests = 0;
  std::optional<core::Instant> continue_before;
};

// One page, asked for as the connector does.
Page page_of(const ImaginaryProvider& provider, const core::HistoryQuery& query, core::Instant now);

// From page to page until there is none, at most `pages_max`; the newest page first.
std::vector<Page> walk(const ImaginaryProvider& provider, core::HistoryQuery query,
                       core::Instant now, std::size_t pages_max);

// All bars of a walk, oldest first if every page is in order.
Opens joined(const std::vector<Page>& pages);

}  // namespace tidegate::upstream::tickdb
