#include "core/decimal.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

// 38 nines: the largest coefficient there is.
constexpr std::string_view kLargest = "99999999999999999999999999999999999999";

Decimal decimal(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  if (!parsed) ADD_FAILURE() << "not a decimal: " << text;
  return parsed.value_or(Decimal{});
}

std::string text_of(const std::optional<Decimal>& value) {
  return value ? value->text() : "none";
}

std::string sum(std::string_view left, std::string_view right) {
  return text_of(Decimal::add(decimal(left), decimal(right)));
}

std::string difference(std::string_view left, std::string_view right) {
  return text_of(Decimal::subtract(decimal(left), decimal(right)));
}

TEST(Decimal, KeepsTheDigitsItWasGiven) {
  for (const std::string text : {"0",
                                 "0.0",
                                 "0.10",
                                 "0.1",
                                 "1",
                                 "10",
                                 "100.00",
                                 "-12199.34",
                                 "-15137.59",
                                 "173056.31",
                                 "260.7",
                                 "542",
                                 "542.5",
                                 "963419",
                                 "251311057.55",
                                 "43656433.33",
                                 "2588472.3329447997",
                                 "123456789012345678901.000000001",
                                 "0.00000001",
                                 "-0.5",
                                 "1252.480",
                                 "3.141592653589793238462643383279502884"}) {
    EXPECT_EQ(decimal(text).text(), text);
  }
}

TEST(Decimal, HoldsThirtyEightDigitsAndNotOneMore) {
  const std::string largest{kLargest};
  const std::string fraction = "0." + largest;
  const std::string middle = largest.substr(0, 19) + "." + largest.substr(19);

  for (const auto& text : {largest, "-" + largest, fraction, "-" + fraction, middle}) {
    EXPECT_EQ(decimal(text).text(), text);
  }

  for (const auto& text :
       {"1" + std::string(38, '0'), largest + "9", "-" + largest + "9", largest + ".0",
        "0." + std::string(39, '0'), fraction + "0", "1." + largest}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, ZerosBeforeTheFirstDigitCostNothing) {
  EXPECT_EQ(decimal(std::string(100, '0') + "7.50").text(), "7.50");
  EXPECT_EQ(decimal(std::string(50, '0')).text(), "0");
}

struct Exponent {
  std::string_view given;
  std::string_view plain;
};

TEST(Decimal, AnExponentComesOutPlain) {
  for (const auto& [given, plain] :
       {Exponent{"1.5e-7", "0.00000015"}, Exponent{"1.5E-7", "0.00000015"},
        Exponent{"-1.857915e+08", "-185791500"}, Exponent{"2.179240e+09", "2179240000"},
        Exponent{"-1.857915e+3", "-1857.915"}, Exponent{"1e0", "1"}, Exponent{"1e5", "100000"},
        Exponent{"1.50e1", "15.0"}, Exponent{"1.50e-0", "1.50"}, Exponent{"0e10", "0"},
        Exponent{"0e999", "0"}, Exponent{"0e-2", "0.00"},
        Exponent{"1e37", "10000000000000000000000000000000000000"},
        Exponent{"1e-38", "0.00000000000000000000000000000000000001"},
        Exponent{"10e-38", "0.00000000000000000000000000000000000010"},
        Exponent{"0.1e38", "10000000000000000000000000000000000000"}}) {
    EXPECT_EQ(decimal(given).text(), plain) << given;
  }
}

TEST(Decimal, AnExponentThatNeedsMoreDigitsThanThereAreIsRefused) {
  for (const std::string_view text : {"1e38", "-1e38", "1e-39", "0.1e-38", "9e37e1", "1e999",
                                      "1e-999", "1e1000", "1e99999999999999999999", "1.00e-37"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, MinusZeroIsZero) {
  for (const std::string_view text : {"-0", "-0.00", "-0e5"}) {
    const auto zero = decimal(text);
    EXPECT_TRUE(zero.is_zero()) << text;
    EXPECT_FALSE(zero.is_negative()) << text;
    EXPECT_EQ(zero.text().find('-'), std::string::npos) << text;
  }
  EXPECT_EQ(decimal("-0.00").text(), "0.00");
}

TEST(Decimal, WhatIsNoNumberIsRefused) {
  using namespace std::string_view_literals;
  for (const auto text : {""sv,
                          "-"sv,
                          "+"sv,
                          "."sv,
                          "-."sv,
                          "e"sv,
                          "e5"sv,
                          ".e5"sv,
                          "1e"sv,
                          "1e+"sv,
                          "1e-"sv,
                          "1e1.5"sv,
                          "1e+-5"sv,
                          "--1"sv,
                          "+-1"sv,
                          "1-"sv,
                          "1.2.3"sv,
                          "1,000"sv,
                          "1_000"sv,
                          " 1"sv,
                          "1 "sv,
                          "1 000"sv,
                          "\t1"sv,
                          "1\n"sv,
                          "NaN"sv,
                          "nan"sv,
                          "inf"sv,
                          "-Infinity"sv,
                          "0x10"sv,
                          "1f"sv,
                          "1.5d"sv,
                          "null"sv,
                          "N/A"sv,
                          "--"sv,
                          "1\0"sv,
                          "\0"sv,
                          "\xEF\xBC\x91"sv,
                          "\xE2\x88\x92"
                          "1"sv,
                          "$1"sv,
                          "1%"sv}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, ComparesByTheDigitsWritten) {
  EXPECT_EQ(decimal("0.10"), decimal("0.10"));
  EXPECT_EQ(decimal("1e2"), decimal("100"));
  EXPECT_EQ(Decimal{}, decimal("0"));
  EXPECT_FALSE(decimal("0.10") == decimal("0.1"));
  EXPECT_FALSE(decimal("1") == decimal("-1"));
}

TEST(Decimal, KnowsItsSign) {
  EXPECT_TRUE(decimal("-0.01").is_negative());
  EXPECT_FALSE(decimal("-0.01").is_zero());
  EXPECT_FALSE(decimal("0.01").is_negative());
  EXPECT_TRUE(decimal("0.00").is_zero());
  EXPECT_TRUE(Decimal{}.is_zero());
}

TEST(Decimal, SumsAreExactAtTheLargerScale) {
  EXPECT_EQ(sum("0.1", "0.2"), "0.3");
  EXPECT_EQ(sum("1", "0.00"), "1.00");
  EXPECT_EQ(sum("-12199.34", "-2938.25"), "-15137.59");
  EXPECT_EQ(sum("1.5", "-1.50"), "0.00");
  EXPECT_EQ(sum("123456789012345678901", "0.000000001"), "123456789012345678901.000000001");
  EXPECT_EQ(sum("0", "0"), "0");

  EXPECT_EQ(difference("-15137.59", "-12199.34"), "-2938.25");
  EXPECT_EQ(difference("0", "0.10"), "-0.10");
  EXPECT_EQ(difference("1", "1"), "0");
  EXPECT_EQ(difference("0.3", "0.1"), "0.2");
}

TEST(Decimal, SumsReachTheLargestNumberAndStopThere) {
  const std::string largest{kLargest};
  const std::string smallest = "-" + largest;

  EXPECT_EQ(sum(largest.substr(1), "9e37"), largest);
  EXPECT_EQ(sum(largest, "0"), largest);
  EXPECT_EQ(sum(largest, smallest), "0");
  EXPECT_EQ(difference(largest, largest), "0");
  EXPECT_EQ(difference("0", largest), smallest);
  EXPECT_EQ(difference("-1", "99999999999999999999999999999999999998"), smallest);

  EXPECT_EQ(sum(largest, "1"), "none");
  EXPECT_EQ(sum(largest, largest), "none");
  EXPECT_EQ(sum(smallest, "-1"), "none");
  EXPECT_EQ(sum(smallest, smallest), "none");
  EXPECT_EQ(difference(smallest, largest), "none");
  EXPECT_EQ(difference("-2", "99999999999999999999999999999999999998"), "none");
}

TEST(Decimal, SumsAtTheEdgeOfAnInt128AreRefusedToo) {
  // 2^127 is 170141183460469231731687303715884105728: both sides of it, above and below zero.
  for (const std::string_view rest :
       {"70141183460469231731687303715884105727", "70141183460469231731687303715884105728",
        "70141183460469231731687303715884105729", "70141183460469231731687303715884105730"}) {
    EXPECT_EQ(sum(kLargest, rest), "none");
    EXPECT_EQ(sum("-" + std::string{kLargest}, "-" + std::string{rest}), "none");
  }
}

TEST(Decimal, ASumThatNeedsMoreDigitsThanThereAreIsRefused) {
  EXPECT_EQ(sum(kLargest, "0.0"), "none");
  EXPECT_EQ(sum("1e37", "0.1"), "none");
  EXPECT_EQ(sum("-1e37", "0.1"), "none");
  EXPECT_EQ(sum("1e36", "0.1"), "1000000000000000000000000000000000000.1");
  EXPECT_EQ(sum("0", "1e-38"), "0.00000000000000000000000000000000000001");
  EXPECT_EQ(sum("1", "1e-38"), "none");
}

}  // namespace
}  // namespace tidegate::core
