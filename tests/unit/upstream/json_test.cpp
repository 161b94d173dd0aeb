#include "upstream/json.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::upstream::json {
namespace {

// What a reader makes of a value, as text: `nothing` for none, `refused` for Malformed.
template <class Read>
std::string outcome(std::string_view json_text, const Read& read) {
  const simdjson::padded_string body{"{\"v\":" + std::string{json_text} + "}"};
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  Object root;
  if (parser.iterate(body).get(document) != simdjson::SUCCESS ||
      document.get_object().get(root) != simdjson::SUCCESS) {
    return "no document";
  }
  try {
    std::string result = "no value";
    for_each_field(root, [&](std::string_view key, Value value) { result = read(value, key); });
    return result;
  } catch (const Malformed& broken) {
    EXPECT_NE(broken.what, "");
    return "refused";
  }
}

std::string read_text(std::string_view json_text) {
  return outcome(json_text, [](Value value, std::string_view field) {
    return std::string{text(value, field).value_or("nothing")};
  });
}

std::string read_decimal(std::string_view json_text) {
  return outcome(json_text, [](Value value, std::string_view field) -> std::string {
    const auto number = decimal(value, field);
    return number ? number->text() : "nothing";
  });
}

std::string read_integer(std::string_view json_text) {
  return outcome(json_text, [](Value value, std::string_view field) -> std::string {
    const auto number = integer(value, field);
    return number ? std::to_string(*number) : "nothing";
  });
}

std::string read_instant(std::string_view json_text) {
  return outcome(json_text, [](Value value, std::string_view field) -> std::string {
    const auto time = instant(value, field);
    return time ? core::rfc3339(*time) : "nothing";
  });
}

struct Row {
  std::string_view given;
  std::string_view read;
};

TEST(Json, TextIsWhatWasWritten) {
  for (const auto& [given, read] :
       {Row{R"("success")", "success"}, Row{R"("")", ""}, Row{R"("a\"b\\c\u0041")", "a\"b\\cA"},
        Row{"0", "0"}, Row{"-1.50", "-1.50"}, Row{"1e5", "1e5"}, Row{"2001 ", "2001"},
        Row{" 2001\n\t", "2001"}, Row{"true", "true"}, Row{"false", "false"},
        Row{"null", "nothing"}, Row{"{}", "refused"}, Row{"[]", "refused"},
        Row{R"(["a"])", "refused"}, Row{R"("\ud800")", "refused"}, Row{R"("\q")", "refused"}}) {
    EXPECT_EQ(read_text(given), read) << given;
  }
}

TEST(Json, ADecimalIsTheSameAsANumberAndAsText) {
  for (const std::string digits :
       {"0", "0.10", "-12199.34", "542", "123456789012345678901.000000001", "2588472.3329447997"}) {
    EXPECT_EQ(read_decimal(digits), digits);
    EXPECT_EQ(read_decimal("\"" + digits + "\""), digits);
  }
  EXPECT_EQ(read_decimal("1.5e-7"), "0.00000015");
  EXPECT_EQ(read_decimal(R"("-1.857915e+08")"), "-185791500");
}

TEST(Json, ADecimalMayBeMissingAndIsNeverGuessed) {
  EXPECT_EQ(read_decimal("null"), "nothing");
  EXPECT_EQ(read_decimal(R"("")"), "nothing");
  for (const std::string_view given :
       {R"("N/A")", R"("-")", R"(" 1")", R"("1,000")", R"("NaN")", "true", "false", "{}", "[1]",
        "1.2.3", "1e999", "123456789012345678901234567890123456789", "--1", "-", "1a"}) {
    EXPECT_EQ(read_decimal(given), "refused") << given;
  }
}

TEST(Json, AWholeNumberIsTheSameAsANumberAndAsText) {
  for (const auto& [given, read] :
       {Row{"0", "0"}, Row{"-7", "-7"}, Row{R"("42")", "42"},
        Row{"9223372036854775807", "9223372036854775807"},
        Row{"-9223372036854775808", "-9223372036854775808"}, Row{"1773306211.0", "1773306211"},
        Row{R"("60.000")", "60"}, Row{"null", "nothing"}, Row{R"("")", "nothing"},
        Row{"9223372036854775808", "refused"}, Row{"1.5", "refused"}, Row{"1.01", "refused"},
        Row{"1e3", "refused"}, Row{"true", "refused"}, Row{R"("x")", "refused"},
        Row{R"(" 1")", "refused"}, Row{R"("1 ")", "refused"}, Row{"{}", "refused"},
        Row{"[]", "refused"}}) {
    EXPECT_EQ(read_integer(given), read) << given;
  }
}

TEST(Json, SecondsAndMillisecondsAreToldApartByTheirSize) {
  for (const auto& [given, read] :
       {Row{"1773279000", "2026-03-12T01:30:00Z"}, Row{"1773279000000", "2026-03-12T01:30:00Z"},
        Row{"1773279000250", "2026-03-12T01:30:00.250Z"},
        Row{R"("1773279000")", "2026-03-12T01:30:00Z"},
        Row{R"("1773279000000")", "2026-03-12T01:30:00Z"}, Row{"1", "1970-01-01T00:00:01Z"},
        Row{"99999999999", "5138-11-16T09:46:39Z"}, Row{"100000000000", "1973-03-03T09:46:40Z"},
        Row{"9999999999999", "2286-11-20T17:46:39.999Z"}, Row{"null", "nothing"},
        Row{R"("")", "nothing"}}) {
    EXPECT_EQ(read_instant(given), read) << given;
  }
}

TEST(Json, ATimeOfAnotherEraIsRefused) {
  for (const std::string_view given :
       {"0", "-1", "-1773279000", "10000000000000", "1773279000000000", "9223372036854775807",
        "9223372036854775808", "1.5", R"("2026-03-12")", "true", "{}", "[]"}) {
    EXPECT_EQ(read_instant(given), "refused") << given;
  }
}

TEST(Json, AnObjectOrAnArrayIsThatOrNothing) {
  const auto read_object = [](Value value, std::string_view field) -> std::string {
    return object(value, field) ? "found" : "nothing";
  };
  const auto read_array = [](Value value, std::string_view field) -> std::string {
    return array(value, field) ? "found" : "nothing";
  };
  EXPECT_EQ(outcome("{}", read_object), "found");
  EXPECT_EQ(outcome("null", read_object), "nothing");
  EXPECT_EQ(outcome("[]", read_array), "found");
  EXPECT_EQ(outcome("null", read_array), "nothing");
  for (const std::string_view given : {"1", R"("x")", R"("")", "true"}) {
    EXPECT_EQ(outcome(given, read_object), "refused") << given;
    EXPECT_EQ(outcome(given, read_array), "refused") << given;
  }
  EXPECT_EQ(outcome("[]", read_object), "refused");
  EXPECT_EQ(outcome("{}", read_array), "refused");
}

TEST(Json, EveryElementAndEveryFieldIsVisitedInOrder) {
  const auto keys = [](Value value, std::string_view field) {
    std::string all;
    for_each_field(object(value, field).value(),
                   [&](std::string_view key, Value) { all += std::string{key} + " "; });
    return all;
  };
  const auto elements = [](Value value, std::string_view field) {
    std::string all;
    for_each_element(array(value, field).value(), [&](Value each) {
      all += std::string{text(each, field).value_or("null")} + " ";
    });
    return all;
  };
  EXPECT_EQ(outcome(R"({"b":1,"a":{"c":[2]},"":3,"\u0062":4})", keys), "b a  b ");
  EXPECT_EQ(outcome("{}", keys), "");
  EXPECT_EQ(outcome(R"([1,"two",null,true])", elements), "1 two null true ");
  EXPECT_EQ(outcome("[]", elements), "");
  EXPECT_EQ(outcome(R"({"a":1 "b":2})", keys), "refused");
  EXPECT_EQ(outcome(R"({"a"})", keys), "refused");
  EXPECT_EQ(outcome("[1 2]", elements), "refused");
}

}  // namespace
}  // namespace tidegate::upstream::json
