#include "net/limiter.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace tidegate::net {
namespace {

using namespace std::chrono_literals;
using TimePoint = RollingWindow::TimePoint;
using Duration = RollingWindow::Duration;

constexpr TimePoint kStart{1h};

TEST(RollingWindow, LetsTheLimitPassAtOnceAndNotOneMore) {
  RollingWindow limiter{3, 60s};

  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.reserve(kStart));

  EXPECT_EQ(limiter.reserve(kStart), 60s);
  EXPECT_EQ(limiter.used(kStart), 3U);
  EXPECT_EQ(limiter.limit(), 3U);
}

TEST(RollingWindow, SaysHowLongUntilTheOldestIsForgotten) {
  RollingWindow limiter{2, 60s};
  ASSERT_FALSE(limiter.reserve(kStart));
  ASSERT_FALSE(limiter.reserve(kStart + 40s));

  EXPECT_EQ(limiter.reserve(kStart + 45s), 15s);
  EXPECT_EQ(limiter.reserve(kStart + 60s - 1ns), 1ns);
  EXPECT_FALSE(limiter.reserve(kStart + 60s));
  EXPECT_EQ(limiter.reserve(kStart + 60s), 40s);
}

TEST(RollingWindow, ARefusedEventIsNotCounted) {
  RollingWindow limiter{1, 10s};
  ASSERT_FALSE(limiter.reserve(kStart));

  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limiter.reserve(kStart + 5s));

  EXPECT_EQ(limiter.used(kStart + 5s), 1U);
  EXPECT_FALSE(limiter.reserve(kStart + 10s));
}

TEST(RollingWindow, ForgetsWhatIsPast) {
  RollingWindow limiter{5, 10s};
  for (int i = 0; i < 5; ++i) ASSERT_FALSE(limiter.reserve(kStart + i * 1s));

  EXPECT_EQ(limiter.used(kStart + 4s), 5U);
  EXPECT_EQ(limiter.used(kStart + 10s), 4U);
  EXPECT_EQ(limiter.used(kStart + 12s), 2U);
  EXPECT_EQ(limiter.used(kStart + 1h), 0U);
}

TEST(RollingWindow, HoldsUntilItIsTold) {
  RollingWindow limiter{5, 10s};
  limiter.hold_until(kStart + 7s);

  EXPECT_EQ(limiter.reserve(kStart), 7s);
  EXPECT_EQ(limiter.reserve(kStart + 7s - 1ns), 1ns);
  EXPECT_EQ(limiter.used(kStart), 0U);
  EXPECT_FALSE(limiter.reserve(kStart + 7s));
}

TEST(RollingWindow, TheLongerHoldCounts) {
  RollingWindow limiter{5, 10s};
  limiter.hold_until(kStart + 7s);
  limiter.hold_until(kStart + 3s);
  EXPECT_EQ(limiter.reserve(kStart), 7s);

  limiter.hold_until(kStart + 9s);
  EXPECT_EQ(limiter.reserve(kStart), 9s);
}

TEST(RollingWindow, AWaitIsLongEnoughForTheHoldAndForTheWindow) {
  RollingWindow limiter{1, 60s};
  ASSERT_FALSE(limiter.reserve(kStart));
  limiter.hold_until(kStart + 31s);

  EXPECT_EQ(limiter.reserve(kStart + 30s), 30s);
  EXPECT_EQ(limiter.reserve(kStart + 31s), 29s);

  limiter.hold_until(kStart + 90s);
  EXPECT_EQ(limiter.reserve(kStart + 30s), 60s);
  EXPECT_FALSE(limiter.reserve(kStart + 90s));
}

// The most events that any stretch of that length holds, its end not included.
std::size_t busiest(const std::vector<TimePoint>& events, Duration window) {
  std::size_t most = 0;
  for (auto first = events.begin(); first != events.end(); ++first) {
    const auto end = std::lower_bound(first, events.end(), *first + window);
    most = std::max(most, static_cast<std::size_t>(end - first));
  }
  return most;
}

TEST(RollingWindow, NoStretchOfThatLengthEverHoldsMoreThanTheLimit) {
  std::minstd_rand random{37};
  for (int round = 0; round < 40; ++round) {
    const std::size_t limit = 1 + random() % 30;
    const Duration window = std::chrono::milliseconds{1 + random() % 5'000};
    RollingWindow limiter{limit, window};
    std::vector<TimePoint> passed;
    auto now = kStart;
    for (int i = 0; i < 2'000; ++i) {
      if (random() % 3 == 0) now += std::chrono::milliseconds{random() % 400};
      if (random() % 200 == 0) limiter.hold_until(now + std::chrono::milliseconds{random() % 900});
      if (!limiter.reserve(now)) passed.push_back(now);
      ASSERT_LE(limiter.used(now), limit);
    }
    EXPECT_LE(busiest(passed, window), limit);
  }
}

TEST(RollingWindow, WhoWaitsAsLongAsToldMayPassAndNotSooner) {
  std::minstd_rand random{41};
  RollingWindow limiter{10, 1s};
  auto now = kStart;
  for (int i = 0; i < 5'000; ++i) {
    now += std::chrono::microseconds{random() % 50'000};
    const auto wait = limiter.reserve(now);
    if (!wait) continue;
    ASSERT_GT(*wait, 0ns);
    ASSERT_LE(*wait, 1s);
    ASSERT_TRUE(limiter.reserve(now + *wait - 1ns));
    now += *wait;
    ASSERT_FALSE(limiter.reserve(now));
  }
}

}  // namespace
}  // namespace tidegate::net
