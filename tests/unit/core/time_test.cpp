#include "core/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

using namespace std::chrono_literals;

Instant at(std::int64_t ms) {
  return Instant{std::chrono::milliseconds{ms}};
}

std::string read_and_written(std::string_view http_date) {
  const auto instant = parse_http_date(http_date);
  return instant ? rfc3339(*instant) : "none";
}

TEST(Time, DatesThatExistAreReadAndWrittenAlike) {
  for (const std::string text : {"2017-06-20", "2024-02-29", "2000-02-29", "1970-01-01",
                                 "2026-12-31", "9999-12-31", "0001-01-01"}) {
    const auto date = parse_date(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(date_text(*date), text);
  }
  EXPECT_EQ(*parse_date("2017-06-20"), 2017y / std::chrono::June / 20d);
}

TEST(Time, DatesThatDoNotExistAreRefused) {
  for (const std::string_view text : {"",
                                      "2026",
                                      "2026-02-29",
                                      "1900-02-29",
                                      "2026-02-30",
                                      "2026-04-31",
                                      "2026-13-01",
                                      "2026-00-10",
                                      "2026-01-00",
                                      "2026-01-32",
                                      "26-01-01",
                                      "2026-1-1",
                                      "2026-1-01",
                                      "2026/01/01",
                                      "20260101",
                                      "2026-01-01 ",
                                      " 2026-01-01",
                                      "2026-01-01T00:00:00Z",
                                      "-026-01-01",
                                      "2026--1-01",
                                      "2026-01--1",
                                      "+026-01-01",
                                      "2026-+1-01",
                                      "2026-01-0x",
                                      "2O26-01-01",
                                      "01-01-2026",
                                      "2026-01 01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Time, InstantsAreWrittenInUtcWithAFractionOnlyWhereThereIsOne) {
  struct Row {
    std::int64_t ms;
    std::string_view text;
  };
  for (const auto& [ms, text] :
       {Row{0, "1970-01-01T00:00:00Z"}, Row{1, "1970-01-01T00:00:00.001Z"},
        Row{-1, "1969-12-31T23:59:59.999Z"}, Row{1773279000000, "2026-03-12T01:30:00Z"},
        Row{1773279000250, "2026-03-12T01:30:00.250Z"}, Row{1773259020000, "2026-03-11T19:57:00Z"},
        Row{1709251199999, "2024-02-29T23:59:59.999Z"},
        Row{4102444800000, "2100-01-01T00:00:00Z"}}) {
    EXPECT_EQ(rfc3339(at(ms)), text);
  }
}

TEST(Time, HttpDatesAreRead) {
  EXPECT_EQ(read_and_written("Sun, 06 Nov 1994 08:49:37 GMT"), "1994-11-06T08:49:37Z");
  EXPECT_EQ(read_and_written("Thu, 12 Mar 2026 01:30:00 GMT"), "2026-03-12T01:30:00Z");
  EXPECT_EQ(read_and_written("Thu, 29 Feb 2024 23:59:59 GMT"), "2024-02-29T23:59:59Z");
  EXPECT_EQ(read_and_written("Sat, 31 Dec 2016 23:59:60 GMT"), "2017-01-01T00:00:00Z");
}

TEST(Time, EveryMonthOfAnHttpDateIsKnown) {
  constexpr std::array<std::string_view, 12> kNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (unsigned month = 1; month <= kNames.size(); ++month) {
    const auto text = "Mon, 01 " + std::string{kNames[month - 1]} + " 2026 00:00:00 GMT";
    const std::chrono::sys_days day{2026y / std::chrono::month{month} / 1d};
    EXPECT_EQ(parse_http_date(text), Instant{day}) << text;
  }
}

TEST(Time, OtherFormsOfAnHttpDateAreRefused) {
  for (const std::string_view text :
       {"", "120", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +00",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nob 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:3x GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ", "2026-03-12T01:30:00.00000 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace tidegate::core
