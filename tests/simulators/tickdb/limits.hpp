#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::simulators::tickdb {

// What a key may do.
struct Plan {
  std::string_view name;
  int requests_per_minute = 0;
  std::chrono::days history{0};
  bool flows = true;        // capital-flow
  bool time_ranges = true;  // start_time and end_time
};

Plan professional(int requests_per_minute);
Plan free_plan(int requests_per_minute);

// Requests per fixed minute and key. The minute is a real one, because that is what Retry-After
// makes a client wait; it begins with the first request after the last one ended.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Counts one request; or says how long until the next minute, without counting it.
  std::optional<std::chrono::milliseconds> refuse(const std::string& key, int limit, Time now);

 private:
  struct Minute {
    Time begin;
    int used = 0;
  };
  std::map<std::string, Minute> minutes_;
};

}  // namespace tidegate::simulators::tickdb
