#pragma once

#include <chrono>

namespace tidegate::simulators {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// Simulated time: starts where it is told to and runs `speed` times as fast as real time.
// Immutable after construction, so any thread may read it.
class Clock {
 public:
  Clock(Instant start, double speed) : start_{start}, speed_{speed} {}

  Instant now() const {
    const std::chrono::duration<double, std::milli> real = std::chrono::steady_clock::now() - zero_;
    return start_ + std::chrono::milliseconds{static_cast<long long>(real.count() * speed_)};
  }

  double speed() const { return speed_; }

 private:
  Instant start_;
  double speed_;
  std::chrono::steady_clock::time_point zero_ = std::chrono::steady_clock::now();
};

}  // namespace tidegate::simulators
