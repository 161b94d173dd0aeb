#include "net/http.hpp"

#include <chrono>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::net {
namespace {

using namespace std::chrono_literals;

const auto server_now = core::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");

TEST(RetryAfter, SecondsAreTakenAsGiven) {
  EXPECT_EQ(parse_retry_after("120", server_now), 120s);
  EXPECT_EQ(parse_retry_after("0", server_now), 0s);
  EXPECT_EQ(parse_retry_after("1", std::nullopt), 1s);
  EXPECT_EQ(parse_retry_after("86400", std::nullopt), 24h);
}

TEST(RetryAfter, ADateIsMeasuredOnTheServersClock) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", server_now), 60s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", server_now), 0s);
  EXPECT_EQ(parse_retry_after("Mon, 07 Nov 1994 08:49:37 GMT", server_now), 24h);
}

TEST(RetryAfter, ADateWithoutAClockToMeasureItByIsNothing) {
  EXPECT_FALSE(parse_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", std::nullopt));
}

TEST(RetryAfter, NonsenseIsNothing) {
  for (const std::string_view text :
       {"", " ", "soon", "-1", "1.5", "120s", " 120", "120 ", "0x10", "1e2", "86401",
        "99999999999999999999", "Sun, 06 Nov 1994 08:49:36 GMT", "Mon, 07 Nov 1994 08:49:38 GMT",
        "Sun, 06 Nov 2094 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_retry_after(text, server_now)) << text;
  }
}

}  // namespace
}  // namespace tidegate::net
