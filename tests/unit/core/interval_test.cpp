#include "core/interval.hpp"

#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

TEST(Interval, BarsOfFixedLengthCloseThatMuchLater) {
  struct Row {
    Interval interval;
    std::chrono::minutes length;
  };
  const Instant open{1773279000s};
  for (const auto& [interval, length] :
       {Row{Interval::k1Minute, 1min}, Row{Interval::k3Minute, 3min}, Row{Interval::k5Minute, 5min},
        Row{Interval::k15Minute, 15min}, Row{Interval::k30Minute, 30min}, Row{Interval::k1Hour, 1h},
        Row{Interval::k2Hour, 2h}, Row{Interval::k4Hour, 4h}, Row{Interval::k1Day, 24h},
        Row{Interval::k1Week, 7 * 24h}}) {
    EXPECT_EQ(longest(interval), length);
    EXPECT_EQ(close_time(open, interval), open + length);
  }
}

TEST(Interval, AMonthLastsAtMostThirtyOneDays) {
  EXPECT_EQ(longest(Interval::k1Month), days{31});
}

// Where in the world, seen from UTC, a provider's months begin.
struct Midnight {
  std::string_view where;
  std::chrono::hours from_utc;
};

void PrintTo(const Midnight& midnight, std::ostream* out) {
  *out << midnight.where;
}

class IntervalMonth : public testing::TestWithParam<Midnight> {};

TEST_P(IntervalMonth, ClosesWhenTheNextOneOpens) {
  const auto before = GetParam().from_utc;
  auto month = 2023y / std::chrono::November;

  // Past two ends of a year and a leap day.
  for (int i = 0; i < 28; ++i, month += std::chrono::months{1}) {
    const Instant open = std::chrono::sys_days{month / 1d} - before;
    const Instant next = std::chrono::sys_days{(month + std::chrono::months{1}) / 1d} - before;
    EXPECT_EQ(close_time(open, Interval::k1Month), next) << rfc3339(open);
  }
}

INSTANTIATE_TEST_SUITE_P(Everywhere, IntervalMonth,
                         testing::Values(Midnight{"Utc", 0h}, Midnight{"HongKong", 8h},
                                         Midnight{"Tokyo", 9h}, Midnight{"Auckland", 13h},
                                         Midnight{"London", 1h}, Midnight{"NewYorkSummer", -4h},
                                         Midnight{"NewYorkWinter", -5h}, Midnight{"Chicago", -6h}),
                         [](const auto& named) { return std::string{named.param.where}; });

TEST(Interval, AMonthThatOpensWithItsFirstSessionIsOneCalendarMonth) {
  const Instant open = std::chrono::sys_days{2026y / std::chrono::January / 2d} + 1h + 30min;

  EXPECT_EQ(close_time(open, Interval::k1Month), open + days{31});
}

TEST(Interval, ClocksPutForwardInBetweenChangeNoLength) {
  // New York changed its clocks on 8 March 2026, within each of these bars.
  const Instant day = std::chrono::sys_days{2026y / std::chrono::March / 8d} + 5h;
  const Instant week = std::chrono::sys_days{2026y / std::chrono::March / 2d} + 5h;
  const Instant month = std::chrono::sys_days{2026y / std::chrono::March / 1d} + 5h;

  EXPECT_EQ(close_time(day, Interval::k1Day), day + 24h);
  EXPECT_EQ(close_time(week, Interval::k1Week), week + days{7});
  EXPECT_EQ(close_time(month, Interval::k1Month), month + days{31});
}

}  // namespace
}  // namespace tidegate::core
