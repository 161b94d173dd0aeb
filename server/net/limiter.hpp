#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace tidegate::net {

// At most `limit` events in any stretch of `window`, exactly: a log of the last events, not a
// count that restarts. The clock is the caller's.
class RollingWindow {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  // `limit` is at least 1.
  RollingWindow(std::size_t limit, Duration window) : limit_{limit}, window_{window} {}

  // Nothing: the event is counted and may happen. Otherwise: how long until it may.
  std::optional<Duration> reserve(TimePoint now);

  // Whoever sets the real limit said when to come back.
  void hold_until(TimePoint moment);

  std::size_t used(TimePoint now);
  std::size_t limit() const noexcept { return limit_; }

 private:
  void forget(TimePoint now);

  std::size_t limit_;
  Duration window_;
  std::deque<TimePoint> events_;
  TimePoint held_until_{};
};

}  // namespace tidegate::net
