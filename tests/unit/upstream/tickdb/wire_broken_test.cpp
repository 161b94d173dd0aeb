#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "upstream/tickdb/faults.hpp"
#include "upstream/tickdb/wire.hpp"

namespace tidegate::upstream::tickdb {
namespace {

// Every payload goes through every parser: an answer may come to the wrong question.
enum class Outcome { kValue, kMalformed };

template <class T>
Outcome outcome(const core::Result<T>& result) {
  if (result) return Outcome::kValue;
  EXPECT_EQ(result.error().fault, core::Fault::kUpstreamMalformed);
  EXPECT_NE(result.error().message, "");
  return Outcome::kMalformed;
}

constexpr std::size_t kParsers = 5;

std::array<Outcome, kParsers> outcomes(std::string_view body) {
  return {outcome(parse_envelope(body)), outcome(parse_capital_flow(body)),
          outcome(parse_latest_klines(body)), outcome(parse_klines(body)),
          outcome(parse_products(body))};
}

constexpr std::array<Outcome, kParsers> kAllMalformed{Outcome::kMalformed, Outcome::kMalformed,
                                                      Outcome::kMalformed, Outcome::kMalformed,
                                                      Outcome::kMalformed};

class TickdbBroken : public testing::TestWithParam<std::string_view> {
 protected:
  const std::string whole_ = golden(GetParam());
};

TEST_P(TickdbBroken, WholeItIsAnEnvelope) {
  EXPECT_EQ(outcomes(whole_)[0], Outcome::kValue);
}

TEST_P(TickdbBroken, EveryPrefixIsMalformed) {
  for (std::size_t size = 0; size < whole_.size(); ++size) {
    ASSERT_EQ(outcomes(std::string_view{whole_}.substr(0, size)), kAllMalformed) << size;
  }
}

TEST_P(TickdbBroken, EveryFlippedBitGivesAValueOrMalformed) {
  for (std::size_t i = 0; i < whole_.size() * 8; ++i) {
    auto broken = whole_;
    broken[i / 8] = static_cast<char>(broken[i / 8] ^ (1 << (i % 8)));
    outcomes(broken);
    if (HasFailure()) FAIL() << "bit " << i;
  }
}

TEST_P(TickdbBroken, EveryByteReplacedGivesAValueOrMalformed) {
  constexpr std::string_view kTroublemakers{"\0\"\\{}[]:,-.e0 \x80\xFF", 17};
  for (std::size_t i = 0; i < whole_.size(); ++i) {
    for (const char c : kTroublemakers) {
      auto broken = whole_;
      broken[i] = c;
      outcomes(broken);
    }
    auto shorter = whole_;
    outcomes(shorter.erase(i, 1));
    if (HasFailure()) FAIL() << "byte " << i;
  }
}

TEST_P(TickdbBroken, EveryFlippedBitUnderEveryStatusIsASuccessOrARefusal) {
  for (std::size_t i = 0; i < whole_.size() * 8; ++i) {
    net::HttpResponse response;
    response.status = i % 2 == 0 ? 200U : 429U;
    response.body = whole_;
    response.body[i / 8] = static_cast<char>(response.body[i / 8] ^ (1 << (i % 8)));
    const auto error = refusal(response, parse_envelope(response.body));
    if (error) {
      ASSERT_NE(error->message, "");
    }
    ASSERT_TRUE(error || response.status == 200U);
  }
}

std::string name_of(const testing::TestParamInfo<std::string_view>& info) {
  return std::string{info.param};
}

INSTANTIATE_TEST_SUITE_P(Answers, TickdbBroken, testing::ValuesIn(kGoldenAnswers), name_of);
INSTANTIATE_TEST_SUITE_P(Errors, TickdbBroken, testing::ValuesIn(kGoldenErrors), name_of);

TEST(TickdbBroken, DepthAndSizeAreSurvived) {
  const std::string deep(20'000, '[');
  const std::string shut(20'000, ']');
  for (const auto& body :
       {deep, R"({"data":)" + deep, R"({"data":)" + deep + shut + "}",
        R"({"data":{"x":)" + deep + shut + "}}", R"({"code":)" + std::string(100'000, '9') + "}",
        R"({"code":0,"data":{"x":")" + std::string(100'000, 'x'),
        R"({"message":")" + std::string(100'000, 'x') + R"(","code":1})"}) {
    outcomes(body);
  }
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
