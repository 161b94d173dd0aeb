#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "tests/integration/upstream_fixture.hpp"

namespace tidegate::testing {
namespace {

using core::Fault;
using simulators::FaultKind;

constexpr const char* kFlow = "/v1/market/capital-flow?symbol=700.HK";

using HttpsClient = UpstreamFixture;

TEST_F(HttpsClient, OneKeptConnectionServesManyRequests) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(*https_, kFlow)->status, 200U);

  EXPECT_EQ(https_->stats().opened.load(), 1U);
  EXPECT_EQ(https_->stats().reused.load(), 4U);
  EXPECT_EQ(sandbox_.counters().connections, 1U);
}

TEST_F(HttpsClient, ReadsThePackedBodyAndTheServersClock) {
  const auto response = get(*https_, kFlow);

  ASSERT_TRUE(response.has_value());
  EXPECT_TRUE(response->body.starts_with('{'));
  EXPECT_GT(response->body.size(), 1024U);
  ASSERT_TRUE(response->date.has_value());
  EXPECT_LT(std::chrono::abs(*response->date - sandbox_.now()), 5s);
}

TEST_F(HttpsClient, StaleKeptConnectionIsReplacedUnseen) {
  ASSERT_TRUE(get(*https_, kFlow).has_value());
  fault(FaultKind::kCloseIdle);

  const auto response = get(*https_, kFlow);

  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(https_->stats().swallowed.load(), 1U);
  EXPECT_EQ(https_->stats().opened.load(), 2U);
}

TEST_F(HttpsClient, FreshConnectionThatFailsIsNotRepeated) {
  fault(FaultKind::kDropBeforeHeaders);

  const auto response = get(*https_, kFlow);

  ASSERT_TRUE(response.has_error());
  EXPECT_EQ(response.error().fault, Fault::kUpstreamUnavailable);
  EXPECT_EQ(sandbox_.counters().requests, 1U);
}

TEST_F(HttpsClient, SecondConnectionResumesTheTlsSession) {
  ASSERT_TRUE(get(*https_, kFlow).has_value());
  fault(FaultKind::kDropInBody);
  EXPECT_TRUE(get(*https_, kFlow).has_error());

  ASSERT_TRUE(get(*https_, kFlow).has_value());

  EXPECT_EQ(https_->stats().opened.load(), 2U);
  EXPECT_EQ(https_->stats().resumed.load(), 1U);
  EXPECT_EQ(sandbox_.counters().resumed_sessions, 1U);
}

TEST_F(HttpsClient, EveryWayOfBreakingAnAnswerHasItsFault) {
  struct Case {
    FaultKind kind;
    Fault expected;
  };
  for (const auto& [kind, expected] :
       {Case{FaultKind::kDropInHeaders, Fault::kUpstreamUnavailable},
        Case{FaultKind::kDropInBody, Fault::kUpstreamUnavailable},
        Case{FaultKind::kTruncatedBody, Fault::kUpstreamUnavailable},
        Case{FaultKind::kHugeBody, Fault::kUpstreamMalformed},
        Case{FaultKind::kHugeHeaders, Fault::kUpstreamMalformed},
        Case{FaultKind::kRefuseConnections, Fault::kUpstreamUnavailable}}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const auto fresh = make_client({});
    fault(kind);
    const auto response = get(*fresh, kFlow);
    ASSERT_TRUE(response.has_error());
    EXPECT_EQ(response.error().fault, expected) << response.error().message;
    sandbox_.clear_faults();
    EXPECT_TRUE(get(*fresh, kFlow).has_value());
    EXPECT_EQ(fresh->stats().open.load(), 1);
  }
}

TEST_F(HttpsClient, CallersDeadlineCutsAnyStep) {
  for (const auto kind : {FaultKind::kDelay, FaultKind::kSlowDrip}) {
    SCOPED_TRACE(static_cast<int>(kind));
    fault(kind, 1, kind == FaultKind::kDelay ? 5000ms : 100ms);
    const auto began = std::chrono::steady_clock::now();
    const auto response = get(*https_, kFlow, 300ms);
    ASSERT_TRUE(response.has_error());
    EXPECT_EQ(response.error().fault, Fault::kDeadlineExceeded) << response.error().message;
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
    sandbox_.clear_faults();
  }
}

TEST_F(HttpsClient, SilentServerIsCutByItsOwnLimit) {
  net::HttpLimits limits;
  limits.first_byte = 200ms;
  const auto impatient = make_client(limits);
  fault(FaultKind::kDelay, 1, 5000ms);

  const auto response = get(*impatient, kFlow);

  ASSERT_TRUE(response.has_error());
  EXPECT_EQ(response.error().fault, Fault::kUpstreamUnavailable);
}

TEST_F(HttpsClient, WaitsForAPlaceAndGetsIt) {
  net::HttpLimits limits;
  limits.connections_max = 1;
  const auto narrow = make_client(limits);
  fault(FaultKind::kDelay, 1, 200ms);
  net::HttpRequest request;
  request.target = kFlow;
  request.headers.emplace_back("X-API-Key", "sandbox-key");
  const auto deadline = std::chrono::steady_clock::now() + 5s;

  std::vector<std::future<core::Result<net::HttpResponse>>> answers;
  for (int i = 0; i < 5; ++i) {
    answers.push_back(boost::asio::co_spawn(lane_.executor(), narrow->send(request, deadline),
                                            boost::asio::use_future));
  }

  for (auto& each : answers) EXPECT_TRUE(each.get().has_value());
  EXPECT_EQ(narrow->stats().opened.load(), 1U);
}

TEST_F(HttpsClient, CallerWhoLeavesGivesUpItsConnectionAndNothingElse) {
  fault(FaultKind::kDelay, 1, 5000ms);
  net::HttpRequest request;
  request.target = kFlow;
  boost::asio::cancellation_signal leave;
  std::promise<core::Result<net::HttpResponse>> answered;
  auto done = [&](const std::exception_ptr&, core::Result<net::HttpResponse> result) {
    answered.set_value(std::move(result));
  };
  boost::asio::post(lane_.executor(), [&] {
    boost::asio::co_spawn(lane_.executor(),
                          https_->send(request, std::chrono::steady_clock::now() + 5s),
                          boost::asio::bind_cancellation_slot(leave.slot(), done));
  });
  while (sandbox_.counters().requests == 0) std::this_thread::yield();

  boost::asio::post(lane_.executor(),
                    [&] { leave.emit(boost::asio::cancellation_type::terminal); });

  const auto result = answered.get_future().get();
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().fault, Fault::kCancelled) << result.error().message;
  EXPECT_TRUE(get(*https_, kFlow).has_value());
  EXPECT_EQ(https_->stats().open.load(), 1);
}

TEST_F(HttpsClient, StrangersCertificateIsRefused) {
  const TemporaryFolder elsewhere;
  simulators::SandboxOptions options;
  options.directory = elsewhere.path();
  const simulators::Sandbox stranger{options};
  net::HttpsTarget target{*net::parse_url(stranger.tickdb_url()), std::nullopt, {}};
  const auto client =
      *net::HttpsClient::create(lane_.executor(), std::move(target), sandbox_.ca_file());

  const auto response = get(*client, kFlow);

  ASSERT_TRUE(response.has_error());
  EXPECT_EQ(response.error().fault, Fault::kUpstreamUnavailable);
  EXPECT_NE(response.error().message.find("certificate"), std::string::npos)
      << response.error().message;
  EXPECT_EQ(stranger.counters().requests, 0U);
}

TEST_F(HttpsClient, CertificateOfAnotherHostIsRefused) {
  // The sandbox is certified for localhost and 127.0.0.1, and answers on all of 127.0.0.0/8.
  auto url = *net::parse_url(sandbox_.tickdb_url());
  url.host = "ip6-localhost-is-not-certified.localhost";
  net::HttpsTarget target{url, std::nullopt, {}};
  const auto client =
      *net::HttpsClient::create(lane_.executor(), std::move(target), sandbox_.ca_file());

  EXPECT_EQ(get(*client, kFlow).error().fault, Fault::kUpstreamUnavailable);
  EXPECT_EQ(sandbox_.counters().requests, 0U);
}

TEST_F(HttpsClient, NobodyThereIsUnavailable) {
  auto url = *net::parse_url(sandbox_.tickdb_url());
  url.port = 1;
  net::HttpsTarget target{url, std::nullopt, {}};
  const auto client =
      *net::HttpsClient::create(lane_.executor(), std::move(target), sandbox_.ca_file());

  EXPECT_EQ(get(*client, kFlow).error().fault, Fault::kUpstreamUnavailable);
}

}  // namespace
}  // namespace tidegate::testing
