#include "ops/config_formats.hpp"

#include <chrono>
#include <limits>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::ops {
namespace {

using namespace std::chrono_literals;

TEST(ConfigFormats, AddressesAreReadAndWrittenAlike) {
  for (const char* text : {"127.0.0.1:50051", "0.0.0.0:0", "localhost:65535", "[::1]:8080",
                           "[::]:1", "my_host.example-1.com:80", "[::ffff:1.2.3.4]:80"}) {
    const auto endpoint = address(0).parse(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(to_text(*endpoint), text);
  }
}

TEST(ConfigFormats, BadAddressesAreRefused) {
  for (const char* text : {"",
                           ":",
                           "localhost",
                           ":80",
                           "*:80",
                           "localhost:",
                           "localhost:-1",
                           "localhost:65536",
                           "localhost:8o",
                           "localhost: 80",
                           "localhost:80 ",
                           " localhost:80",
                           "::1:80",
                           "[::1]",
                           "[]:80",
                           "[:::1]:80",
                           "[127.0.0.1]:80",
                           "[::1%lo]:80",
                           "[::1:80",
                           "1.2.3:80",
                           "1.2.3.256:80",
                           "1.2.3.4.5:80",
                           "a..b:80",
                           ".a:80",
                           "a.:80",
                           "-a:80",
                           "a-:80",
                           "a/b:80",
                           "http://a:80",
                           "a:b:80",
                           "\xC3\xA9:80"}) {
    EXPECT_FALSE(address(0).parse(text)) << text;
  }
  EXPECT_FALSE(address(0).parse(std::string(64, 'a') + ":80"));
}

TEST(ConfigFormats, OnlyAListenerMayLeaveThePortToTheSystem) {
  EXPECT_TRUE(address(0).parse("localhost:0"));
  EXPECT_FALSE(address(1).parse("localhost:0"));
}

struct Time {
  std::string_view text;
  std::chrono::milliseconds value;
};

TEST(ConfigFormats, DurationsAreWholeNumbersOfMillisecondsSecondsOrMinutes) {
  for (const auto& [text, value] : {Time{"0s", 0ms},
                                    {"250ms", 250ms},
                                    {"20s", 20s},
                                    {"5m", 5min},
                                    {"1500ms", 1500ms},
                                    {"10m", 10min}}) {
    const auto time = duration(10min).parse(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(*time, value);
    EXPECT_EQ(to_text(*time), text);
  }
}

TEST(ConfigFormats, BadDurationsAreRefused) {
  for (const char* text :
       {"", "s", "20", "20 s", "20S", "20sec", "1h", "1.5s", "-1s", "+1s", " 1s", "1s ", "0x1s",
        "601s", "11m", "600001ms", "9223372036854775807m", "99999999999999999999s"}) {
    EXPECT_FALSE(duration(10min).parse(text)) << text;
  }
}

TEST(ConfigFormats, OnlyHttpsUrlsOfAHostAndAPathAreTaken) {
  for (const char* text : {"https://a", "https://a.b:8443", "https://[::1]:1/a/b-c_d.e~f%20"}) {
    EXPECT_EQ(https_url().parse(text), text);
  }
  EXPECT_EQ(https_url().parse("https://a/b/"), "https://a/b");
  for (const char* text : {"", "https://", "https:///a", "http://a", "HTTPS://a", "a", "https:/a",
                           "https://a:0", "https://a:", "https://a b", "https://u:p@a",
                           "https://a?b", "https://a/b?c", "https://a/#b", "https://a/\xC3\xA9"}) {
    EXPECT_FALSE(https_url().parse(text)) << text;
  }
}

TEST(ConfigFormats, NumbersEndWhereTheirRangeEnds) {
  EXPECT_EQ(whole_number(1, 60).parse("1"), 1);
  EXPECT_EQ(whole_number(1, 60).parse("60"), 60);
  EXPECT_FALSE(whole_number(1, 60).parse("61"));
  EXPECT_FALSE(whole_number(1, 60).parse("0"));
  EXPECT_EQ(share().parse("0"), 0.0);
  EXPECT_EQ(share().parse("1"), 1.0);
  EXPECT_FALSE(share().parse("1.0000001"));
  EXPECT_FALSE(share().parse("nan"));
}

TEST(ConfigFormats, ScalesAreDecimalsAboveZero) {
  EXPECT_EQ(positive_decimal().parse("10000")->text(), "10000");
  EXPECT_EQ(positive_decimal().parse("0.10")->text(), "0.10");
  for (const char* text : {"", "0", "0.00", "-1", "1,000", "1 ", "nan"}) {
    EXPECT_FALSE(positive_decimal().parse(text)) << text;
  }
}

}  // namespace
}  // namespace tidegate::ops
