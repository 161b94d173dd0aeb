#pragma once

#include <array>
#include <optional>

#include "core/time.hpp"

namespace tidegate::core {

enum class Interval {
  k1Minute,
  k3Minute,
  k5Minute,
  k15Minute,
  k30Minute,
  k1Hour,
  k2Hour,
  k4Hour,
  k1Day,
  k1Week,
  k1Month,
};

// How long a bar lasts. A month has no fixed length; this is the longest one.
constexpr std::chrono::minutes longest(Interval interval) {
  using namespace std::chrono;
  constexpr std::array kLengths{minutes{1},
                                minutes{3},
                                minutes{5},
                                minutes{15},
                                minutes{30},
                                hours{1} + minutes{0},
                                hours{2} + minutes{0},
                                hours{4} + minutes{0},
                                days{1} + minutes{0},
                                days{7} + minutes{0},
                                days{31} + minutes{0}};
  return kLengths[static_cast<std::size_t>(interval)];
}

// The instant at which a bar that opened then is over, were it to run its whole length.
Instant close_time(Instant open_time, Interval interval);

}  // namespace tidegate::core
