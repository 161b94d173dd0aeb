#include "upstream/tickdb/faults.hpp"

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "golden.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using namespace std::chrono_literals;
using core::Fault;

std::optional<core::Error> judged(unsigned status, std::string body,
                                  std::optional<core::Instant> date = {},
                                  std::optional<std::chrono::milliseconds> retry_after = {}) {
  net::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.date = date;
  response.retry_after = retry_after;
  return refusal(response, parse_envelope(response.body));
}

core::Error refused(unsigned status, std::string body) {
  auto error = judged(status, std::move(body));
  if (!error) ADD_FAILURE() << "taken for a success";
  return error.value_or(core::Error{Fault::kCancelled, ""});
}

std::string with_code(std::string_view code) {
  const bool number = code.find_first_not_of("0123456789") == code.npos;
  const std::string quote = number ? "" : "\"";
  return "{\"code\":" + quote + std::string{code} + quote + ",\"message\":\"no\",\"data\":null}";
}

TEST(TickdbFaults, AStatusOf200AndACodeOfZeroIsASuccess) {
  for (const auto name : kGoldenAnswers) EXPECT_FALSE(judged(200, golden(name))) << name;
  EXPECT_FALSE(judged(200, R"({"code":"0","data":{}})"));
  EXPECT_FALSE(judged(200, R"({"data":[]})"));
}

struct Code {
  std::string_view code;
  unsigned status;
  Fault fault;
};

void PrintTo(const Code& code, std::ostream* out) {
  *out << code.code;
}

class TickdbCode : public testing::TestWithParam<Code> {};

TEST_P(TickdbCode, MeansTheSameHoweverItIsWritten) {
  const auto& [code, status, fault] = GetParam();
  const std::string text{code};
  const auto as_text = R"({"code":")" + text + R"(","message":"no","error":")" + text + R"("})";

  // Under its documented status, and under 200, where some say that errors come.
  for (const unsigned each : {status, 200U}) {
    SCOPED_TRACE(each);
    for (const auto& body : {with_code(code), as_text}) {
      const auto error = refused(each, body);
      EXPECT_EQ(error.fault, fault);
      EXPECT_EQ(error.metadata.at("upstream_code"), code);
      EXPECT_EQ(error.metadata.at("upstream_message"), "no");
      EXPECT_EQ(error.metadata.at("http_status"), std::to_string(each));
    }
    if (code.size() == 4) {
      const auto error =
          refused(each, R"({"code":"Some words","message":"[)" + text + R"(] words"})");
      EXPECT_EQ(error.fault, fault);
      EXPECT_EQ(error.metadata.at("upstream_code"), code);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, TickdbCode,
    testing::Values(
        Code{"1001", 401, Fault::kUpstreamCredential},
        Code{"1002", 401, Fault::kUpstreamCredential},
        Code{"1003", 403, Fault::kUpstreamCredential},
        Code{"1004", 403, Fault::kUpstreamEntitlement},
        Code{"1005", 401, Fault::kUpstreamCredential}, Code{"2001", 400, Fault::kInvalidField},
        Code{"2002", 404, Fault::kSymbolNotFound}, Code{"2003", 400, Fault::kInvalidField},
        Code{"2004", 400, Fault::kInvalidField}, Code{"2005", 400, Fault::kInvalidField},
        Code{"2006", 400, Fault::kInvalidField},
        Code{"AMBIGUOUS_SYMBOL", 400, Fault::kAmbiguousSymbol},
        Code{"3001", 429, Fault::kUpstreamRateLimit}, Code{"3002", 403, Fault::kUpstreamCredits},
        Code{"3003", 429, Fault::kUpstreamRateLimit}, Code{"3004", 403, Fault::kUpstreamRateLimit},
        Code{"3005", 429, Fault::kUpstreamRateLimit},
        Code{"3006", 403, Fault::kUpstreamEntitlement}, Code{"3007", 403, Fault::kRangeNotKept},
        Code{"3008", 403, Fault::kUpstreamEntitlement},
        Code{"3009", 403, Fault::kUpstreamEntitlement},
        Code{"3010", 403, Fault::kUpstreamEntitlement},
        Code{"3011", 403, Fault::kUpstreamEntitlement},
        Code{"3012", 403, Fault::kUpstreamEntitlement},
        Code{"4005", 403, Fault::kUpstreamEntitlement},
        Code{"5000", 500, Fault::kUpstreamUnavailable},
        Code{"5001", 503, Fault::kUpstreamUnavailable},
        Code{"5002", 503, Fault::kUpstreamUnavailable},
        Code{"5003", 503, Fault::kUpstreamUnavailable},
        Code{"5004", 503, Fault::kUpstreamUnavailable},
        Code{"5005", 503, Fault::kUpstreamUnavailable}, Code{"5006", 422, Fault::kNotServed},
        Code{"40001", 400, Fault::kInvalidField}, Code{"40101", 401, Fault::kUpstreamCredential},
        Code{"40404", 404, Fault::kSymbolNotFound}, Code{"40405", 404, Fault::kSymbolNotFound},
        Code{"50001", 500, Fault::kUpstreamUnavailable},
        Code{"UNAUTHORIZED", 401, Fault::kUpstreamCredential},
        Code{"INVALID_TOKEN", 401, Fault::kUpstreamCredential},
        Code{"PERMISSION_DENIED", 403, Fault::kUpstreamEntitlement}),
    [](const auto& named) { return std::string{named.param.code}; });

TEST(TickdbFaults, EveryPublishedErrorHasItsMeaning) {
  struct Row {
    std::string_view name;
    unsigned status;
    Fault fault;
    std::string_view code;
  };
  for (const auto& [name, status, fault, code] :
       {Row{"error_numeric_text", 400, Fault::kInvalidField, "2001"},
        Row{"error_number", 400, Fault::kInvalidField, "40001"},
        Row{"error_with_detail", 403, Fault::kUpstreamEntitlement, "3010"},
        Row{"error_rate_limit", 429, Fault::kUpstreamRateLimit, "3001"},
        Row{"error_words", 401, Fault::kUpstreamCredential, "1001"},
        Row{"error_http_status", 400, Fault::kInvalidField, "400"},
        Row{"error_without_message", 429, Fault::kUpstreamRateLimit, "429"},
        Row{"error_ambiguous", 400, Fault::kAmbiguousSymbol, "AMBIGUOUS_SYMBOL"}}) {
    for (const unsigned each : {status, 200U}) {
      const auto error = refused(each, golden(name));
      EXPECT_EQ(error.fault, fault) << name << " under " << each;
      EXPECT_EQ(error.metadata.at("upstream_code"), code);
    }
  }
}

TEST(TickdbFaults, AStatusAloneSaysNoToo) {
  struct Row {
    unsigned status;
    Fault fault;
  };
  for (const auto& [status, fault] :
       {Row{400, Fault::kInvalidField}, Row{401, Fault::kUpstreamCredential},
        Row{403, Fault::kUpstreamEntitlement}, Row{404, Fault::kSymbolNotFound},
        Row{429, Fault::kUpstreamRateLimit}, Row{500, Fault::kUpstreamUnavailable},
        Row{502, Fault::kUpstreamUnavailable}, Row{503, Fault::kUpstreamUnavailable},
        Row{504, Fault::kUpstreamUnavailable}, Row{599, Fault::kUpstreamUnavailable},
        Row{301, Fault::kUpstreamMalformed}, Row{406, Fault::kUpstreamMalformed},
        Row{418, Fault::kUpstreamMalformed}}) {
    SCOPED_TRACE(status);
    EXPECT_EQ(refused(status, R"({"code":0,"message":"success","data":{}})").fault, fault);
    EXPECT_EQ(refused(status, R"({"code":9999,"message":"unheard of"})").fault, fault);
    EXPECT_EQ(refused(status, R"({"code":"Words","message":"unheard of"})").fault, fault);
  }
}

TEST(TickdbFaults, APageOfSomebodyElsesIsJudgedByItsStatus) {
  struct Row {
    unsigned status;
    Fault fault;
  };
  for (const auto& [status, fault] :
       {Row{200, Fault::kUpstreamMalformed}, Row{301, Fault::kUpstreamMalformed},
        Row{400, Fault::kUpstreamMalformed}, Row{401, Fault::kUpstreamCredential},
        Row{403, Fault::kUpstreamEntitlement}, Row{404, Fault::kUpstreamMalformed},
        Row{429, Fault::kUpstreamRateLimit}, Row{500, Fault::kUpstreamUnavailable},
        Row{502, Fault::kUpstreamUnavailable}, Row{503, Fault::kUpstreamUnavailable}}) {
    for (const std::string body : {"", "<html>Gateway</html>", "{}", "[]", "{\"code\":"}) {
      const auto error = refused(status, body);
      EXPECT_EQ(error.fault, fault) << status << " " << body;
      EXPECT_NE(error.message, "");
      EXPECT_EQ(error.metadata.at("http_status"), std::to_string(status));
    }
  }
}

TEST(TickdbFaults, ACodeThatIsAStatusCountsAsOne) {
  struct Row {
    std::string_view code;
    Fault fault;
  };
  for (const auto& [code, fault] :
       {Row{"400", Fault::kInvalidField}, Row{"401", Fault::kUpstreamCredential},
        Row{"403", Fault::kUpstreamEntitlement}, Row{"404", Fault::kSymbolNotFound},
        Row{"429", Fault::kUpstreamRateLimit}, Row{"500", Fault::kUpstreamUnavailable},
        Row{"503", Fault::kUpstreamUnavailable}, Row{"9999", Fault::kUpstreamMalformed},
        Row{"2008", Fault::kUpstreamMalformed}}) {
    EXPECT_EQ(refused(200, with_code(code)).fault, fault) << code;
  }
  EXPECT_EQ(refused(401, with_code("400")).fault, Fault::kUpstreamCredential);
}

TEST(TickdbFaults, NothingInTheMessageButACodeInBracketsIsHeard) {
  for (const std::string message :
       {"1001 Invalid", "Invalid [1001]", "[1001", "[10010] x", "[101] x", " [1001] x", "(1001) x",
        "Rate limit exceeded", "symbol not found", ""}) {
    const auto error = refused(200, R"({"code":"Words","message":")" + message + "\"}");
    EXPECT_EQ(error.fault, Fault::kUpstreamMalformed) << message;
  }
}

constexpr core::Instant kReset{1774743598s};
const std::string limited = R"({"code":3001,"message":"slow","data":{"reset_at":1774743598}})";

TEST(TickdbFaults, TheWaitIsTheHeadersOrElseUntilTheReset) {
  EXPECT_EQ(judged(429, limited, kReset - 20s, 7s)->retry_after, 7s);
  EXPECT_EQ(judged(429, limited, kReset - 20s)->retry_after, 20s);
  EXPECT_EQ(judged(429, limited, {}, 7s)->retry_after, 7s);
  EXPECT_EQ(judged(200, limited, kReset - 1ms)->retry_after, 1ms);
  EXPECT_EQ(judged(503, "<html>", {}, 30s)->retry_after, 30s);
  EXPECT_EQ(judged(429, "", {}, 3s)->retry_after, 3s);
}

TEST(TickdbFaults, AWaitThatNobodyCanKnowIsNotMadeUp) {
  EXPECT_FALSE(judged(429, limited)->retry_after);
  EXPECT_FALSE(judged(429, limited, kReset)->retry_after);
  EXPECT_FALSE(judged(429, limited, kReset + 1h)->retry_after);
  EXPECT_FALSE(judged(429, R"({"code":3001,"message":"slow"})", kReset)->retry_after);
  EXPECT_FALSE(judged(404, with_code("2002"), kReset)->retry_after);
}

TEST(TickdbFaults, AnAmbiguousSymbolNamesItsTypes) {
  const auto error = refused(400, golden("error_ambiguous"));

  EXPECT_EQ(error.metadata.at("candidates"), "stock,indices");
  EXPECT_EQ(error.metadata.at("available_types"), "stock,indices");
  EXPECT_NE(error.message.find("stock,indices"), std::string::npos);
}

TEST(TickdbFaults, ALongMessageIsCutBetweenCharacters) {
  const std::string wide = "\xE9\x99\x90";  // three bytes
  std::string message = "a";
  for (int i = 0; i < 1'000; ++i) message += wide;

  const auto error = refused(400, R"({"code":2001,"message":")" + message + "\"}");

  const auto& kept = error.metadata.at("upstream_message");
  EXPECT_LE(kept.size(), 200U);
  EXPECT_EQ(kept.size() % 3, 1U);
  EXPECT_EQ(kept, message.substr(0, kept.size()));
  EXPECT_LT(error.message.size(), 500U);
}

TEST(TickdbFaults, ManyTypesDoNotMakeAnEndlessError) {
  std::string types = "\"stock\"";
  for (int i = 0; i < 10'000; ++i) types += ",\"stock\"";

  const auto error =
      refused(400, R"({"code":"AMBIGUOUS_SYMBOL","available_types":[)" + types + "]}");

  EXPECT_LT(error.message.size(), 1'000U);
  EXPECT_LT(error.metadata.at("candidates").size(), 1'000U);
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
