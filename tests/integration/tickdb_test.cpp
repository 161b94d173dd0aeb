#include "tests/integration/upstream_fixture.hpp"
#include "upstream/tickdb/connector.hpp"

namespace tidegate::testing {
namespace {

using core::Fault;
using simulators::FaultKind;

// TickDB's room alone: its connector on a lane, the sandbox on the other side.
class TickDb : public UpstreamFixture {
 protected:
  static core::Instrument instrument(const std::string& symbol) {
    return core::read_symbol(symbol, core::InstrumentType::kUnspecified)->candidates.front();
  }
  static core::Deadline soon() { return std::chrono::steady_clock::now() + 5s; }

  core::Result<core::Answer<core::CapitalFlow>> flow(const std::string& symbol) {
    return run(
        connector_.capital_flow({instrument(symbol), core::FlowPeriod::kIntraday, {}}, soon()));
  }

  core::LatestKlines latest(const std::vector<std::string>& symbols) {
    core::LatestQuery query{{}, core::Interval::k1Minute};
    for (const auto& each : symbols) query.instruments.push_back(instrument(each));
    auto answer = run(connector_.latest_klines(query, soon()));
    EXPECT_TRUE(answer.has_value());
    return answer->value;
  }

  KeptLog log_;
  upstream::tickdb::Client client_{*https_, core::Secret{"sandbox-key"}, 1000, log_};
  upstream::tickdb::Connector connector_{client_, {}};
};

TEST_F(TickDb, OneAnswerHoldsSeriesAndDistribution) {
  const auto answer = flow("700.HK");

  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  const auto& value = answer->value;
  ASSERT_FALSE(value.points.empty());
  ASSERT_TRUE(value.distribution.has_value());
  EXPECT_EQ(value.point_semantics.currency, "HKD");
  EXPECT_FALSE(value.point_semantics.amount_scale.has_value());
  EXPECT_EQ(sandbox_.counters().requests, 1U);
  EXPECT_EQ(client_.pulse().state(), upstream::Pulse::State::kLive);
}

TEST_F(TickDb, BadSymbolInABatchHurtsOnlyItself) {
  const auto results = latest({"700.HK", "99999.HK", "AAPL.US", "BTCUSDT"});

  ASSERT_EQ(results.size(), 4U);
  EXPECT_TRUE(results[0].has_value());
  ASSERT_TRUE(results[1].has_error());
  EXPECT_EQ(results[1].error().fault, Fault::kSymbolNotFound);
  EXPECT_TRUE(results[2].has_value());
  EXPECT_TRUE(results[3].has_value());
}

TEST_F(TickDb, PagesOfHistoryJoinWithoutHoleOrDouble) {
  core::HistoryQuery query{instrument("BTCUSDT"), core::Interval::k1Minute, {}, {}, 300};
  query.end = std::chrono::floor<std::chrono::hours>(sandbox_.now()) - 24h;
  query.start = *query.end - std::chrono::minutes{1000};
  core::Klines all;
  for (bool more = true; more;) {
    auto answer = run(connector_.history(query, soon()));
    ASSERT_TRUE(answer.has_value()) << answer.error().message;
    auto& page = answer->value;
    EXPECT_LE(page.klines.size(), 300U);
    all.insert(all.begin(), page.klines.begin(), page.klines.end());
    more = page.continue_before.has_value();
    if (more) query.end = page.continue_before;
  }

  ASSERT_EQ(all.size(), 1000U);
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_EQ(all[i].open_time - all[i - 1].open_time, std::chrono::minutes{1});
  }
}

TEST_F(TickDb, NewestPageHoldsNoFormingBar) {
  const core::HistoryQuery query{instrument("BTCUSDT"), core::Interval::k1Minute, {}, {}, 5};

  const auto answer = run(connector_.history(query, soon()));

  ASSERT_TRUE(answer.has_value());
  ASSERT_EQ(answer->value.klines.size(), 5U);
  const auto newest = answer->value.klines.back().open_time;
  EXPECT_LE(newest + std::chrono::minutes{1}, sandbox_.now() + 1s);
  EXPECT_TRUE(answer->value.continue_before.has_value());
}

TEST_F(TickDb, RefusalForTooManyRequestsHoldsTheNextOnesBack) {
  simulators::Fault limit;
  limit.kind = FaultKind::kTickDbCode;
  limit.code = "3001";
  sandbox_.add_fault(limit);

  const auto first = flow("700.HK");
  const auto second = flow("700.HK");

  ASSERT_TRUE(first.has_error());
  EXPECT_EQ(first.error().fault, Fault::kUpstreamRateLimit);
  EXPECT_TRUE(first.error().retry_after.has_value());
  ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().fault, Fault::kUpstreamRateLimit);
  EXPECT_EQ(sandbox_.counters().requests, 1U);
}

TEST_F(TickDb, OwnLimitRefusesBeforeAnythingIsSent) {
  upstream::tickdb::Client frugal{*https_, core::Secret{"sandbox-key"}, 2, log_};
  upstream::tickdb::Connector connector{frugal, {}};
  const core::FlowQuery query{instrument("700.HK"), core::FlowPeriod::kIntraday, {}};

  std::vector<bool> answered;
  for (int i = 0; i < 3; ++i)
    answered.push_back(run(connector.capital_flow(query, soon())).has_value());

  EXPECT_EQ(answered, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(sandbox_.counters().requests, 2U);
}

TEST_F(TickDb, KeyNeverReachesAnErrorOrTheLog) {
  for (const char* body :
       {R"({"code":1001,"message":"bad key sandbox-key"})", "not json sandbox-key"}) {
    simulators::Fault echo;
    echo.kind = FaultKind::kReply;
    echo.status = 200;
    echo.body = body;
    sandbox_.add_fault(echo);
    const auto answer = flow("700.HK");
    ASSERT_TRUE(answer.has_error());
    EXPECT_EQ(answer.error().message.find("sandbox-key"), std::string::npos);
    for (const auto& [key, value] : answer.error().metadata) {
      EXPECT_EQ(value.find("sandbox-key"), std::string::npos) << key;
    }
  }
  for (const auto& line : log_.lines())
    EXPECT_EQ(line.find("sandbox-key"), std::string::npos) << line;
  EXPECT_FALSE(log_.lines().empty());
}

TEST_F(TickDb, ListTellsWhatABareCodeMeans) {
  const auto reading = core::read_symbol("000001", core::InstrumentType::kUnspecified);
  ASSERT_TRUE(reading.has_value());

  const auto listed = run(connector_.look_up(reading->candidates, soon()));
  const auto again = run(connector_.look_up(reading->candidates, soon()));

  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  EXPECT_EQ(listed->size(), 2U);
  EXPECT_EQ(again->size(), 2U);
  const auto asked = sandbox_.counters().requests_by_path["/v1/symbols/available"];
  EXPECT_EQ(asked, 1U) << "the list is kept";
}

TEST_F(TickDb, FailingProviderIsNoticedAndForgiven) {
  for (int i = 0; i < upstream::Pulse::kFailuresBeforeDown; ++i) {
    fault(FaultKind::kRefuseConnections);
    EXPECT_TRUE(flow("700.HK").has_error());
    sandbox_.clear_faults();
  }
  EXPECT_EQ(client_.pulse().state(), upstream::Pulse::State::kFailing);

  EXPECT_TRUE(flow("700.HK").has_value());
  EXPECT_EQ(client_.pulse().state(), upstream::Pulse::State::kLive);
}

}  // namespace
}  // namespace tidegate::testing
