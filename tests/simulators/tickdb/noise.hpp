#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace tidegate::simulators::tickdb {

// Randomness without state: the same seed and place always give the same number.

constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

constexpr std::uint64_t seed_of(std::string_view name) {
  std::uint64_t seed = 0x5deece66dULL;
  for (const char each : name) seed = mix(seed ^ static_cast<unsigned char>(each));
  return seed;
}

// Between 0 and 1, without 1.
constexpr double chance(std::uint64_t seed, std::int64_t place) {
  const std::uint64_t bits = mix(seed ^ mix(std::bit_cast<std::uint64_t>(place)));
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

// Between -1 and 1.
constexpr double swing(std::uint64_t seed, std::int64_t place) {
  return 2.0 * chance(seed, place) - 1.0;
}

// Between -1 and 1 too, without jumps: the swings of whole places, joined by smooth curves. No
// place is negative.
constexpr double wave(std::uint64_t seed, double place) {
  const auto left = static_cast<std::int64_t>(place);
  const double part = place - static_cast<double>(left);
  const double smooth = part * part * (3.0 - 2.0 * part);
  const double from = swing(seed, left);
  return from + (swing(seed, left + 1) - from) * smooth;
}

}  // namespace tidegate::simulators::tickdb
