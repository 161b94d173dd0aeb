#include "tests/integration/service_fixture.hpp"

namespace tidegate::testing {
namespace {

using Errors = ServiceFixture;

TEST_F(Errors, BadRequestNamesEveryFaultyFieldAndAsksNobody) {
  v1::GetCapitalFlowRequest request;
  request.set_symbol("not a symbol!");
  request.set_period(v1::CAPITAL_FLOW_PERIOD_DAY);
  request.set_start_date("2026-02-30");
  request.set_end_date("yesterday");
  request.mutable_max_staleness()->set_seconds(-1);
  v1::GetCapitalFlowResponse response;

  const auto status = get_flow(request, response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const Details details{status};
  EXPECT_EQ(details.info.domain(), "tidegate");
  EXPECT_EQ(details.info.reason(), "INVALID_FIELD");
  std::vector<std::string> fields;
  for (const auto& each : details.bad_request.field_violations()) fields.push_back(each.field());
  EXPECT_EQ(fields,
            (std::vector<std::string>{"symbol", "max_staleness", "start_date", "end_date"}));
  EXPECT_EQ(sandbox_->counters().requests, 0U);
}

TEST_F(Errors, RefusalsThatNeedNoProviderAskNone) {
  struct Case {
    const char* symbol;
    v1::CapitalFlowPeriod period;
    const char* provider;
    grpc::StatusCode code;
    const char* reason;
  };
  for (const auto& each : {Case{"", v1::CAPITAL_FLOW_PERIOD_INTRADAY, "",
                                grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELD"},
                           Case{"BTCUSDT", v1::CAPITAL_FLOW_PERIOD_INTRADAY, "",
                                grpc::StatusCode::FAILED_PRECONDITION, "NOT_SERVED"},
                           Case{"700.HK", v1::CAPITAL_FLOW_PERIOD_DAY, "",
                                grpc::StatusCode::FAILED_PRECONDITION, "NOT_SERVED"},
                           Case{"700.HK", v1::CAPITAL_FLOW_PERIOD_INTRADAY, "opend",
                                grpc::StatusCode::FAILED_PRECONDITION, "NOT_SERVED"}}) {
    SCOPED_TRACE(each.symbol);
    v1::GetCapitalFlowRequest request;
    request.set_symbol(each.symbol);
    request.set_period(each.period);
    request.set_provider(each.provider);
    v1::GetCapitalFlowResponse response;
    const auto status = get_flow(request, response);
    EXPECT_EQ(status.error_code(), each.code);
    EXPECT_EQ(Details{status}.info.reason(), each.reason);
  }
  EXPECT_EQ(sandbox_->counters().requests, 0U);
}

TEST_F(Errors, WhatTheProviderSaysHasItsPlaceInTheTable) {
  struct Case {
    const char* code;
    grpc::StatusCode expected;
    const char* reason;
  };
  for (const auto& each :
       {Case{"1001", grpc::StatusCode::FAILED_PRECONDITION, "UPSTREAM_CREDENTIAL"},
        Case{"1005", grpc::StatusCode::FAILED_PRECONDITION, "UPSTREAM_CREDENTIAL"},
        Case{"1004", grpc::StatusCode::FAILED_PRECONDITION, "UPSTREAM_ENTITLEMENT"},
        Case{"3009", grpc::StatusCode::FAILED_PRECONDITION, "UPSTREAM_ENTITLEMENT"},
        Case{"2002", grpc::StatusCode::NOT_FOUND, "SYMBOL_NOT_FOUND"},
        Case{"3007", grpc::StatusCode::OUT_OF_RANGE, "RANGE_NOT_KEPT"},
        Case{"AMBIGUOUS_SYMBOL", grpc::StatusCode::INVALID_ARGUMENT, "AMBIGUOUS_SYMBOL"}}) {
    SCOPED_TRACE(each.code);
    provider_says(each.code);
    const auto status = get_flow("700.HK");
    const Details details{status};
    EXPECT_EQ(status.error_code(), each.expected);
    EXPECT_EQ(details.info.reason(), each.reason);
    EXPECT_EQ(details.info.metadata().at("provider"), "tickdb");
    EXPECT_EQ(details.info.metadata().at("upstream_code"), each.code);
    EXPECT_FALSE(details.has_retry);
  }
}

TEST_F(Errors, OutageIsRepeatedOnceThenSaidWithATimeToRetry) {
  provider_says("5002", -1);

  const auto status = get_flow("700.HK");

  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  const Details details{status};
  EXPECT_EQ(details.info.reason(), "UPSTREAM_UNAVAILABLE");
  EXPECT_TRUE(details.has_retry);
  EXPECT_EQ(sandbox_->counters().requests, 2U);
}

TEST_F(Errors, ShortOutageIsNotSeen) {
  provider_says("5002");

  EXPECT_TRUE(get_flow("700.HK").ok());
}

TEST_F(Errors, RateLimitNamesScopeAndTime) {
  provider_says("3001");

  const auto status = get_flow("700.HK");

  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const Details details{status};
  EXPECT_EQ(details.info.reason(), "UPSTREAM_RATE_LIMIT");
  EXPECT_EQ(details.info.metadata().at("scope"), "upstream");
  ASSERT_TRUE(details.has_retry);
  EXPECT_GT(details.retry.retry_delay().seconds(), 0);
  ASSERT_TRUE(details.has_quota);
  EXPECT_EQ(details.quota.violations(0).subject(), "upstream:tickdb");
}

TEST_F(Errors, NonsenseIsInternalAndLeftInTheLog) {
  reply_once("<html>maintenance</html>");

  const auto status = get_flow("700.HK");

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(Details{status}.info.reason(), "UPSTREAM_MALFORMED");
  bool logged = false;
  for (const auto& line : log_.lines()) logged = logged || line.starts_with("upstream_malformed");
  EXPECT_TRUE(logged);
}

TEST_F(Errors, BareCodeOfTwoInstrumentsIsAmbiguousWithItsCandidates) {
  const auto status = get_flow("000001");

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const Details details{status};
  EXPECT_EQ(details.info.reason(), "AMBIGUOUS_SYMBOL");
  const auto& candidates = details.info.metadata().at("candidates");
  EXPECT_NE(candidates.find("000001.SZ"), std::string::npos) << candidates;
  EXPECT_NE(candidates.find("000001.SH"), std::string::npos) << candidates;
}

TEST_F(Errors, PassedDeadlineReachesNoProvider) {
  v1::GetCapitalFlowRequest request;
  request.set_symbol("700.HK");
  v1::GetCapitalFlowResponse response;

  const auto status = get_flow(request, response, std::chrono::milliseconds{-1});

  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(sandbox_->counters().requests, 0U);
}

TEST_F(Errors, DeadlineReachesTheProvidersCall) {
  simulators::Fault delay;
  delay.kind = simulators::FaultKind::kDelay;
  delay.delay = std::chrono::seconds{5};
  sandbox_->add_fault(delay);
  v1::GetCapitalFlowRequest request;
  request.set_symbol("700.HK");
  v1::GetCapitalFlowResponse response;
  const auto began = std::chrono::steady_clock::now();

  const auto status = get_flow(request, response, std::chrono::milliseconds{200});

  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{2});
}

TEST_F(Errors, WhatIsNotBuiltYetSaysSo) {
  v1::GetFundAccumulationResponse response;
  const auto status = call(*market_data_, &v1::MarketDataService::Stub::GetFundAccumulation,
                           v1::GetFundAccumulationRequest{}, response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace tidegate::testing
