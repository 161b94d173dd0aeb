#include "tests/integration/service_fixture.hpp"

namespace tidegate::testing {
namespace {

// The provider's own published samples, served as they are.
constexpr const char* kFlowSample =
    R"({"code":0,"message":"success","data":{"symbol":"700.HK","timestamp":1773306211,"intraday_flow":[{"timestamp":1773279000,"inflow":"-12199.34"},{"timestamp":1773279060,"inflow":"-15137.59"}],"distribution":{"timestamp":1773303000,"capital_in":{"large":"173056.31","medium":"164958.55","small":"83945.69"},"capital_out":{"large":"179434.39","medium":"176045.91","small":"92979.74"}}}})";
constexpr const char* kLatestSample =
    R"({"code":0,"message":"success","data":[{"symbol":"AAPL.US","interval":"3m","klines":[{"time":1773259020000,"open":"260.86","high":"261.05","low":"260.7","close":"260.81","volume":"963419","quote_volume":"251311057.55"}]},{"symbol":"00700.HK","interval":"3m","klines":[{"time":1773293400000,"open":"542.5","high":"544.5","low":"542","close":"544.5","volume":"80300","quote_volume":"43656433.33"}]}]})";

using MarketData = ServiceFixture;

TEST_F(MarketData, FlowSampleComesOutWithEveryFigureIntact) {
  reply_once(kFlowSample);
  v1::GetCapitalFlowRequest request;
  request.set_symbol("HK.00700");
  v1::GetCapitalFlowResponse response;

  const auto status = get_flow(request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.instrument().symbol(), "700.HK");
  EXPECT_EQ(response.instrument().requested_symbol(), "HK.00700");
  EXPECT_EQ(response.instrument().time_zone(), "Asia/Hong_Kong");
  ASSERT_EQ(response.points_size(), 2);
  EXPECT_EQ(response.points(0).time().seconds(), 1773279000);
  EXPECT_EQ(response.points(0).net_inflow(), "-12199.34");
  EXPECT_EQ(response.points(1).time().seconds(), 1773279060);
  EXPECT_EQ(response.points(1).net_inflow(), "-15137.59");
  EXPECT_FALSE(response.points(0).has_large()) << "a tier not published is absent, not zero";
  EXPECT_EQ(response.semantics().accumulation(), v1::FLOW_ACCUMULATION_CUMULATIVE_SESSION);
  EXPECT_EQ(response.semantics().confidence(), v1::FLOW_CONFIDENCE_INFERRED);
  EXPECT_EQ(response.semantics().currency(), "HKD");
  EXPECT_FALSE(response.semantics().has_amount_scale());
  EXPECT_EQ(response.provenance().provider(), "tickdb");
  EXPECT_EQ(response.provenance().as_of().seconds(), 1773306211);
  EXPECT_FALSE(response.freshness().stale());
}

TEST_F(MarketData, PerIntervalViewIsTheExactDifference) {
  reply_once(kFlowSample);
  v1::GetCapitalFlowRequest request;
  request.set_symbol("700.HK");
  request.set_view(v1::CAPITAL_FLOW_VIEW_PER_INTERVAL);
  v1::GetCapitalFlowResponse response;

  ASSERT_TRUE(get_flow(request, response).ok());

  EXPECT_EQ(response.points(0).net_inflow(), "-12199.34");
  EXPECT_EQ(response.points(1).net_inflow(), "-2938.25");
  EXPECT_EQ(response.semantics().accumulation(), v1::FLOW_ACCUMULATION_PER_INTERVAL);
  EXPECT_EQ(response.semantics().published_accumulation(),
            v1::FLOW_ACCUMULATION_CUMULATIVE_SESSION);
}

TEST_F(MarketData, DistributionSampleComesOutWithEveryFigureIntact) {
  reply_once(kFlowSample);
  v1::GetCapitalDistributionRequest request;
  request.set_symbol("700.HK");
  v1::GetCapitalDistributionResponse response;

  const auto status =
      call(*market_data_, &v1::MarketDataService::Stub::GetCapitalDistribution, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.as_of().seconds(), 1773303000);
  EXPECT_EQ(response.inflow().large(), "173056.31");
  EXPECT_EQ(response.inflow().medium(), "164958.55");
  EXPECT_EQ(response.inflow().small(), "83945.69");
  EXPECT_EQ(response.outflow().large(), "179434.39");
  EXPECT_EQ(response.outflow().medium(), "176045.91");
  EXPECT_EQ(response.outflow().small(), "92979.74");
  EXPECT_FALSE(response.inflow().has_extra_large());
  EXPECT_EQ(response.semantics().tiers_size(), 3);
}

TEST_F(MarketData, LatestSampleComesOutUnderBothSpellings) {
  reply_once(kLatestSample);
  v1::GetLatestKlinesRequest request;
  request.add_symbols("00700.HK");
  request.add_symbols("AAPL.US");
  request.add_symbols("no good");
  request.set_interval(v1::KLINE_INTERVAL_3_MINUTE);
  v1::GetLatestKlinesResponse response;

  const auto status =
      call(*market_data_, &v1::MarketDataService::Stub::GetLatestKlines, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.results_size(), 3);
  const auto& tencent = response.results(0);
  EXPECT_EQ(tencent.requested_symbol(), "00700.HK");
  EXPECT_EQ(tencent.kline().symbol(), "700.HK");
  EXPECT_EQ(tencent.kline().open_time().seconds(), 1773293400);
  EXPECT_EQ(tencent.kline().close_time().seconds(), 1773293400 + 180);
  EXPECT_EQ(tencent.kline().open(), "542.5");
  EXPECT_EQ(tencent.kline().high(), "544.5");
  EXPECT_EQ(tencent.kline().low(), "542");
  EXPECT_EQ(tencent.kline().close(), "544.5");
  EXPECT_EQ(tencent.kline().volume(), "80300");
  EXPECT_EQ(tencent.kline().quote_volume(), "43656433.33");
  EXPECT_EQ(response.results(1).kline().quote_volume(), "251311057.55");
  EXPECT_EQ(response.results(2).problem().code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(response.results(2).problem().reason(), "INVALID_FIELD");
}

TEST_F(MarketData, PagesGoBackAndHoldEveryBarOnce) {
  v1::ListKlinesRequest request;
  request.set_symbol("BTCUSDT");
  request.set_interval(v1::KLINE_INTERVAL_1_MINUTE);
  request.set_page_size(50);
  std::int64_t expected = 0;
  for (int page = 0; page < 3; ++page) {
    v1::ListKlinesResponse response;
    const auto status =
        call(*market_data_, &v1::MarketDataService::Stub::ListKlines, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.klines_size(), 50);
    for (int i = 49; i >= 0; --i) {
      const auto time = response.klines(i).open_time().seconds();
      if (expected != 0) {
        ASSERT_EQ(time, expected);
      }
      expected = time - 60;
      EXPECT_EQ(response.klines(i).status(), v1::KLINE_STATUS_CLOSED);
    }
    request.set_page_token(response.next_page_token());
  }
}

TEST_F(MarketData, TokenOfAnotherQuestionIsRefused) {
  v1::ListKlinesRequest request;
  request.set_symbol("BTCUSDT");
  request.set_interval(v1::KLINE_INTERVAL_1_MINUTE);
  v1::ListKlinesResponse response;
  ASSERT_TRUE(
      call(*market_data_, &v1::MarketDataService::Stub::ListKlines, request, response).ok());
  request.set_page_token(response.next_page_token());
  request.set_symbol("ETHUSDT");

  const auto status =
      call(*market_data_, &v1::MarketDataService::Stub::ListKlines, request, response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Details{status}.bad_request.field_violations(0).field(), "page_token");
}

TEST_F(MarketData, RangeIsHalfOpen) {
  v1::ListKlinesRequest request;
  request.set_symbol("BTCUSDT");
  request.set_interval(v1::KLINE_INTERVAL_1_MINUTE);
  request.mutable_start_time()->set_seconds(1773279000);
  request.mutable_end_time()->set_seconds(1773279000 + 600);
  v1::ListKlinesResponse response;

  const auto status =
      call(*market_data_, &v1::MarketDataService::Stub::ListKlines, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.klines_size(), 10);
  EXPECT_EQ(response.klines(0).open_time().seconds(), 1773279000);
  EXPECT_EQ(response.klines(9).open_time().seconds(), 1773279000 + 540);
  EXPECT_TRUE(response.next_page_token().empty());
}

TEST_F(MarketData, SpellingIsResolvedByRuleWithoutAProvider) {
  v1::ResolveInstrumentRequest request;
  request.set_symbol("hk.00700");
  v1::ResolveInstrumentResponse response;

  const auto status =
      call(*market_data_, &v1::MarketDataService::Stub::ResolveInstrument, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.instrument().symbol(), "700.HK");
  EXPECT_EQ(response.instrument().market(), "HK");
  ASSERT_EQ(response.providers_size(), 1);
  EXPECT_EQ(response.providers(0).methods_size(), 4);
  EXPECT_EQ(sandbox_->counters().requests, 0U);
}

TEST_F(MarketData, AmbiguousSpellingIsResolvedToItsCandidates) {
  v1::ResolveInstrumentRequest request;
  request.set_symbol("000001");
  v1::ResolveInstrumentResponse response;

  const auto status =
      call(*market_data_, &v1::MarketDataService::Stub::ResolveInstrument, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(response.has_instrument());
  EXPECT_EQ(response.candidates_size(), 2);
}

TEST_F(MarketData, StatusTellsWhoServesWhatAndHowTheyAre) {
  ASSERT_TRUE(get_flow("700.HK").ok());
  v1::GetStatusResponse response;

  const auto status =
      call(*status_, &v1::StatusService::Stub::GetStatus, v1::GetStatusRequest{}, response);

  ASSERT_TRUE(status.ok());
  ASSERT_EQ(response.providers_size(), 1);
  const auto& tickdb = response.providers(0);
  EXPECT_EQ(tickdb.name(), "tickdb");
  EXPECT_EQ(tickdb.state(), v1::PROVIDER_STATE_LIVE);
  EXPECT_EQ(tickdb.requests(), 1U);
  EXPECT_EQ(tickdb.connections(), 1U);
  EXPECT_TRUE(tickdb.has_last_contact());
  EXPECT_EQ(tickdb.serves_size(), 4);
}

}  // namespace
}  // namespace tidegate::testing
