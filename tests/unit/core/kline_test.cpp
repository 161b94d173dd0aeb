#include "core/kline.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

using namespace std::chrono_literals;

constexpr Instant kOpen{1773279000s};

Kline bar(std::chrono::minutes after, std::string_view close = "1") {
  Kline kline;
  kline.open_time = kOpen + after;
  kline.close = Decimal::parse(close).value();
  return kline;
}

// `minutes after kOpen:close`, in order.
std::string described(const Klines& klines) {
  std::string text;
  for (const auto& each : klines) {
    const auto after = std::chrono::duration_cast<std::chrono::minutes>(each.open_time - kOpen);
    text += (text.empty() ? "" : " ") + std::to_string(after.count()) + ":" + each.close.text();
  }
  return text;
}

std::string ordered(Klines klines) {
  put_in_order(klines);
  return described(klines);
}

TEST(Kline, BarsArePutInOrder) {
  EXPECT_EQ(ordered({}), "");
  EXPECT_EQ(ordered({bar(1min)}), "1:1");
  EXPECT_EQ(ordered({bar(0min), bar(1min), bar(2min)}), "0:1 1:1 2:1");
  EXPECT_EQ(ordered({bar(2min), bar(1min), bar(0min)}), "0:1 1:1 2:1");
  EXPECT_EQ(ordered({bar(7min), bar(-3min), bar(0min)}), "-3:1 0:1 7:1");
}

TEST(Kline, OfBarsWithOneTimeTheLastToComeStays) {
  EXPECT_EQ(ordered({bar(0min, "1"), bar(0min, "2")}), "0:2");
  EXPECT_EQ(ordered({bar(1min, "1"), bar(0min, "2"), bar(1min, "3"), bar(0min, "4")}), "0:4 1:3");
  EXPECT_EQ(ordered({bar(0min, "3"), bar(0min, "1"), bar(0min, "2"), bar(5min, "9")}), "0:2 5:9");
}

TEST(Kline, ABarIsClosedOnceANewerOneExists) {
  EXPECT_TRUE(is_closed(bar(0min), true, Interval::k1Day, kOpen));
  EXPECT_FALSE(is_closed(bar(0min), false, Interval::k1Day, kOpen));
}

TEST(Kline, ABarIsClosedOnceTheProvidersClockSaysSo) {
  for (const auto interval : {Interval::k1Minute, Interval::k4Hour, Interval::k1Day,
                              Interval::k1Week, Interval::k1Month}) {
    const auto over = close_time(kOpen, interval);
    EXPECT_FALSE(is_closed(bar(0min), false, interval, over - 1ms));
    EXPECT_TRUE(is_closed(bar(0min), false, interval, over));
    EXPECT_TRUE(is_closed(bar(0min), false, interval, over + 1h));
  }
}

}  // namespace
}  // namespace tidegate::core
