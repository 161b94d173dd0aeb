#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "upstream/tickdb/wire.hpp"

namespace tidegate::upstream::tickdb {
namespace {

Envelope envelope(std::string_view body) {
  return parse_envelope(body).value();
}

TEST(TickdbEnvelope, EveryPublishedAnswerIsASuccess) {
  for (const auto name : kGoldenAnswers) {
    const auto found = envelope(golden(name));
    EXPECT_TRUE(found.success()) << name;
    EXPECT_EQ(found.code, "0");
    EXPECT_EQ(found.message, "success");
    EXPECT_TRUE(found.has_data);
  }
}

struct Refusal {
  std::string_view name;
  std::string_view code;
  std::string_view message;
  bool has_data;
};

TEST(TickdbEnvelope, EveryPublishedErrorIsRead) {
  for (const auto& [name, code, message, has_data] :
       {Refusal{"error_numeric_text", "2001", "symbol parameter is required", false},
        Refusal{"error_number", "40001", "invalid parameter", false},
        Refusal{"error_with_detail", "3010", "market not included in the plan", true},
        Refusal{"error_rate_limit", "3001", "Rate limit exceeded", true},
        Refusal{"error_words", "Invalid or expired token", "[1001] Invalid or expired token",
                false},
        Refusal{"error_http_status", "400", "Invalid parameters", false},
        Refusal{"error_without_message", "429", "Rate limit exceeded", false},
        Refusal{"error_ambiguous", "AMBIGUOUS_SYMBOL", "symbol matches several types", true}}) {
    SCOPED_TRACE(name);
    const auto found = envelope(golden(name));
    EXPECT_FALSE(found.success());
    EXPECT_EQ(found.code, code);
    EXPECT_EQ(found.message, message);
    EXPECT_EQ(found.has_data, has_data);
  }
}

TEST(TickdbEnvelope, WhenALimitEndsIsReadWhereverItStands) {
  EXPECT_EQ(core::rfc3339(envelope(golden("error_rate_limit")).reset_at.value()),
            "2026-03-29T00:19:58Z");
  EXPECT_EQ(core::rfc3339(envelope(golden("error_without_message")).reset_at.value()),
            "2023-11-14T22:13:20Z");
  EXPECT_EQ(core::rfc3339(envelope(R"({"code":3001,"reset_at":"1774743598000"})").reset_at.value()),
            "2026-03-29T00:19:58Z");
  EXPECT_FALSE(envelope(R"({"code":3001,"data":{"reset_at":null}})").reset_at);
  EXPECT_FALSE(envelope(R"({"code":3001,"reset_at":""})").reset_at);
  EXPECT_FALSE(envelope(golden("error_number")).reset_at);
}

TEST(TickdbEnvelope, TheTypesToChooseFromAreReadWhereverTheyStand) {
  for (const std::string_view body :
       {R"({"code":"AMBIGUOUS_SYMBOL","data":{"available_types":["stock","indices"]}})",
        R"({"code":"AMBIGUOUS_SYMBOL","available_types":["stock","indices"]})",
        R"({"available_types":["stock","indices"],"data":null,"code":"AMBIGUOUS_SYMBOL"})"}) {
    EXPECT_EQ(envelope(body).available_types, "stock,indices") << body;
  }
  EXPECT_EQ(envelope(R"({"code":"AMBIGUOUS_SYMBOL","available_types":null})").available_types, "");
  EXPECT_EQ(envelope(R"({"code":"AMBIGUOUS_SYMBOL","available_types":[]})").available_types, "");
}

TEST(TickdbEnvelope, ADetailThatCannotBeReadDoesNotHideTheCode) {
  for (const std::string_view detail :
       {R"("reset_at":"2026-03-29T00:19:58Z")", R"("reset_at":0)", R"("reset_at":{})",
        R"("reset_at":1.5)", R"("available_types":"stock,indices")",
        R"("available_types":{"stock":true})", R"("available_types":[["stock"]])"}) {
    const std::string fields{detail};
    for (const auto& body : {R"({"code":3001,"message":"no",)" + fields + "}",
                             R"({"code":3001,"message":"no","data":{)" + fields + "}}"}) {
      const auto found = parse_envelope(body);
      EXPECT_TRUE(found) << body;
      EXPECT_EQ(found ? found.value().code : "", "3001");
    }
  }
}

struct Success {
  std::string_view body;
  bool success;
};

TEST(TickdbEnvelope, SuccessIsTheCodeZeroOrDataWithoutACode) {
  for (const auto& [body, success] :
       {Success{R"({"code":0,"data":{}})", true}, Success{R"({"code":"0","data":{}})", true},
        Success{R"({"code":0})", true}, Success{R"({"data":[]})", true},
        Success{R"({"code":null,"data":[]})", true}, Success{R"({"code":"","data":{}})", true},
        Success{R"({})", false}, Success{R"({"data":null})", false},
        Success{R"({"message":"ok"})", false}, Success{R"({"code":1,"data":{}})", false},
        Success{R"({"code":"00","data":{}})", false}, Success{R"({"code":false,"data":{}})", false},
        Success{R"({"code":200,"data":{}})", false},
        Success{R"({"code":2002,"data":{"symbol":"X"}})", false}}) {
    EXPECT_EQ(envelope(body).success(), success) << body;
  }
}

TEST(TickdbEnvelope, AnErrorTextStandsInForAMissingMessage) {
  EXPECT_EQ(envelope(R"({"code":1,"error":"why"})").message, "why");
  EXPECT_EQ(envelope(R"({"error":"2001","message":"why","code":1})").message, "why");
  EXPECT_EQ(envelope(R"({"message":"why","error":"2001","code":1})").message, "why");
  EXPECT_EQ(envelope(R"({"message":null,"error":"why","code":1})").message, "why");
  EXPECT_EQ(envelope(R"({"code":1})").message, "");
}

TEST(TickdbEnvelope, WhatIsNoEnvelopeIsMalformed) {
  for (const std::string_view body :
       {"", "<html><body>502 Bad Gateway</body></html>", "[]", "null", "0", "\"0\"", "{\"code\":}",
        "{\"code\":{}}", "{\"code\":[0]}", "{\"message\":[]}", "{\"code\":0", "{code:0}",
        "{'code':0}", "upstream connect error"}) {
    const auto found = parse_envelope(body);
    ASSERT_FALSE(found) << body;
    EXPECT_EQ(found.error().fault, core::Fault::kUpstreamMalformed);
  }
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
