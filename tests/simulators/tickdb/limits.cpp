#include "tests/simulators/tickdb/limits.hpp"

#include <algorithm>

namespace tidegate::simulators::tickdb {

Plan professional(int requests_per_minute) {
  return {"professional", requests_per_minute, std::chrono::days{3 * 365}, true, true};
}

// The provider's Free plan: thirty requests a minute, and bars of about a year by count alone.
Plan free_plan(int requests_per_minute) {
  return {"free", std::min(30, requests_per_minute), std::chrono::days{365}, false, false};
}

std::optional<std::chrono::milliseconds> RateLimit::refuse(const std::string& key, int limit,
                                                           Time now) {
  constexpr std::chrono::seconds kMinute{60};
  Minute& minute = minutes_[key];
  if (minute.used == 0 || now >= minute.begin + kMinute) minute = {now, 0};
  if (minute.used >= limit) {
    return std::chrono::ceil<std::chrono::milliseconds>(minute.begin + kMinute - now);
  }
  ++minute.used;
  return {};
}

}  // namespace tidegate::simulators::tickdb
