#include "core/kline.hpp"

#include <algorithm>

namespace tidegate::core {

void put_in_order(Klines& klines) {
  std::stable_sort(klines.begin(), klines.end(), [](const Kline& left, const Kline& right) {
    return left.open_time < right.open_time;
  });
  // unique() keeps the first of equals; seen from the end, that is the one that came last.
  const auto kept = std::unique(
      klines.rbegin(), klines.rend(),
      [](const Kline& left, const Kline& right) { return left.open_time == right.open_time; });
  klines.erase(klines.begin(), kept.base());
}

bool is_closed(const Kline& kline, bool newer_exists, Interval interval, Instant provider_now) {
  return newer_exists || close_time(kline.open_time, interval) <= provider_now;
}

}  // namespace tidegate::core
