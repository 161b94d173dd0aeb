#include "tests/simulators/tickdb/periods.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tidegate::simulators::tickdb {
namespace {

namespace chrono = std::chrono;

struct Named {
  std::string_view name;
  Interval interval;
  int minutes;  // 0: a day or longer
};

constexpr std::array kIntervals{
    Named{"1m", Interval::k1m, 1},    Named{"3m", Interval::k3m, 3},
    Named{"5m", Interval::k5m, 5},    Named{"15m", Interval::k15m, 15},
    Named{"30m", Interval::k30m, 30}, Named{"1h", Interval::k1h, 60},
    Named{"2h", Interval::k2h, 120},  Named{"4h", Interval::k4h, 240},
    Named{"1d", Interval::k1d, 0},    Named{"1w", Interval::k1w, 0},
    Named{"1M", Interval::k1mo, 0},
};

int minutes_of(Interval interval) {
  for (const Named& each : kIntervals) {
    if (each.interval == interval) return each.minutes;
  }
  return 0;
}

// The minutes [first, last) as one bar, as it looks at `now`; nothing when none of them has begun.
std::optional<Bar> bar_of_slots(const DayFigures& figures, int first, int last, Instant now) {
  const Instant over = figures.begin(last - 1) + chrono::minutes{1} + kSettling;
  if (now >= over) return figures.stretch(first, last);
  auto bar = figures.minute_at(first, now);
  for (int slot = first + 1; bar && slot < last; ++slot) {
    const auto next = figures.minute_at(slot, now);
    if (!next) break;
    absorb(*bar, *next);
  }
  return bar;
}

// The bars of one day that have begun, oldest first.
std::vector<Bar> bars_within(const Product& product, Day day, int minutes, Instant now) {
  const DayFigures figures{product, day};
  std::vector<Bar> bars;
  int first = 0;
  for (const Span span : spans_of(product.calendar)) {
    const int end = first + span.end - span.begin;
    for (; first < end; first = std::min(first + minutes, end)) {
      const auto bar = bar_of_slots(figures, first, std::min(first + minutes, end), now);
      if (!bar) return bars;
      bars.push_back(*bar);
    }
  }
  return bars;
}

std::optional<Bar> bar_of_day(const Product& product, Day day, Instant now) {
  const DayFigures figures{product, day};
  if (now < figures.begin()) return {};
  if (now >= figures.settled()) return figures.whole();
  auto bar = bar_of_slots(figures, 0, figures.slots(), now);
  if (bar) bar->time = figures.midnight();
  return bar;
}

// The first date of the day, week or month that a date belongs to.
Day period_of(Interval interval, Day day) {
  if (interval == Interval::k1w) {
    return day - (chrono::weekday{day} - chrono::Monday);
  }
  if (interval == Interval::k1mo) {
    const chrono::year_month_day date{day};
    return Day{date.year() / date.month() / 1};
  }
  return day;
}

std::optional<Bar> bar_of_period(const Product& product, Interval interval, Day start,
                                 Instant now) {
  std::optional<Bar> bar;
  for (Day day = start; period_of(interval, day) == start; day += chrono::days{1}) {
    if (!trades_on(product.calendar, day)) continue;
    const auto next = bar_of_day(product, day, now);
    if (!next) break;
    if (bar) {
      absorb(*bar, *next);
    } else {
      bar = *next;
      bar->time = midnight_of(product.calendar, start);
    }
  }
  return bar;
}

void append_day(const BarQuery& query, Day day, Instant now, std::vector<Bar>& newest_first) {
  if (!trades_on(query.product.calendar, day)) return;
  const auto bars = bars_within(query.product, day, minutes_of(query.interval), now);
  for (auto bar = bars.rbegin(); bar != bars.rend(); ++bar) {
    const bool wanted = bar->time >= query.from && bar->time <= query.to;
    if (wanted && newest_first.size() < query.limit) newest_first.push_back(*bar);
  }
}

}  // namespace

std::optional<Interval> interval_named(std::string_view name) {
  for (const Named& each : kIntervals) {
    if (each.name == name) return each.interval;
  }
  return {};
}

std::vector<Bar> bars_of(const BarQuery& query, Instant now) {
  const Product& product = query.product;
  const bool within_days = minutes_of(query.interval) > 0;
  std::vector<Bar> bars;
  Day day = period_of(query.interval, day_at(product.calendar, std::min(query.to, now)));
  const Instant first = query.from - chrono::days{within_days ? 1 : 0};
  while (bars.size() < query.limit && midnight_of(product.calendar, day) >= first) {
    if (within_days) {
      append_day(query, day, now, bars);
    } else {
      const auto bar = bar_of_period(product, query.interval, day, now);
      if (bar && bar->time <= query.to) bars.push_back(*bar);
    }
    day = period_of(query.interval, day - chrono::days{1});
  }
  std::ranges::reverse(bars);
  return bars;
}

}  // namespace tidegate::simulators::tickdb
