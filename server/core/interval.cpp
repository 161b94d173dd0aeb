#include "core/interval.hpp"

namespace tidegate::core {

Instant close_time(Instant open_time, Interval interval) {
  if (interval != Interval::k1Month) return open_time + longest(interval);
  // A month later on the calendar. Providers open months at local midnight, which in UTC may be the
  // last day of the month before: half a day forward finds the month that is meant.
  using namespace std::chrono;
  constexpr hours kPastAnyMidnight{14};
  const auto day = floor<days>(open_time + kPastAnyMidnight);
  const year_month_day date{day};
  const auto next = sys_days{(date.year() / date.month() + months{1}) / date.day()};
  return open_time + (next - day);
}

}  // namespace tidegate::core
