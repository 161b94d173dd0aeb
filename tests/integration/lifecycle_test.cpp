#include <atomic>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "grpc/health/v1/health.grpc.pb.h"

#include "tests/integration/service_fixture.hpp"

namespace tidegate::testing {
namespace {

class Lifecycle : public ServiceFixture {
 protected:
  int health(const std::string& service) {
    const auto stub = grpc::health::v1::Health::NewStub(channel_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{5});
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    const auto status = stub->Check(&context, request, &response);
    return status.ok() ? static_cast<int>(response.status())
                       : -static_cast<int>(status.error_code());
  }

  std::string page(const std::string& path) {
    namespace asio = boost::asio;
    asio::io_context context;
    asio::ip::tcp::socket socket{context};
    socket.connect({asio::ip::address_v4::loopback(), application_->admin_port()});
    asio::write(socket,
                asio::buffer("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    return answer;
  }
};

constexpr int kServing = grpc::health::v1::HealthCheckResponse::SERVING;
constexpr int kNotServing = grpc::health::v1::HealthCheckResponse::NOT_SERVING;

TEST_F(Lifecycle, HealthHasANameForEachServiceAndProvider) {
  EXPECT_EQ(health(""), kServing);
  EXPECT_EQ(health("tidegate.v1.MarketDataService"), kServing);
  EXPECT_EQ(health("tidegate.v1.StatusService"), kServing);
  EXPECT_EQ(health("upstream/tickdb"), kServing);
  EXPECT_EQ(health("upstream/nobody"), -static_cast<int>(grpc::StatusCode::NOT_FOUND));
}

TEST_F(Lifecycle, FailingProviderTurnsItsOwnHealthAndNobodyElses) {
  provider_says("1001", -1);
  get_flow("700.HK");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (health("upstream/tickdb") == kServing && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }

  EXPECT_EQ(health("upstream/tickdb"), kNotServing);
  EXPECT_EQ(health(""), kServing);
}

TEST_F(Lifecycle, AdminPagesTellAndMetricsCount) {
  ASSERT_TRUE(get_flow("700.HK").ok());

  EXPECT_TRUE(page("/livez").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(page("/readyz").starts_with("HTTP/1.1 200"));
  EXPECT_NE(page("/version").find("\"version\":\"0.1.0\""), std::string::npos);
  EXPECT_TRUE(page("/nothing").starts_with("HTTP/1.1 404"));
  const auto metrics = page("/metrics");
  EXPECT_NE(metrics.find("grpc_server_handled_total{grpc_type=\"unary\",grpc_service=\"tidegate.v1."
                         "MarketDataService\",grpc_method=\"GetCapitalFlow\",grpc_code=\"OK\"} 1"),
            std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("tidegate_upstream_connections{provider=\"tickdb\"} 1"),
            std::string::npos);
  EXPECT_EQ(metrics.find("sandbox-key"), std::string::npos);
}

TEST_F(Lifecycle, AcceptedCallsEndWellWhenTheServerStops) {
  simulators::Fault delay;
  delay.kind = simulators::FaultKind::kDelay;
  delay.delay = std::chrono::milliseconds{300};
  delay.times = -1;
  sandbox_->add_fault(delay);
  std::atomic<int> answered{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] { get_flow("700.HK").ok() ? ++answered : ++failed; });
  }
  while (sandbox_->counters().requests < 8) std::this_thread::yield();

  stop_server();

  for (auto& each : callers) each.join();
  EXPECT_EQ(answered, 8);
  EXPECT_EQ(failed, 0);
}

TEST_F(Lifecycle, CallBeyondTheGraceIsCancelledAndTheServerEnds) {
  stop_server();
  auto impatient = config();
  impatient.shutdown_grace = std::chrono::milliseconds{100};
  start_server(impatient);
  simulators::Fault delay;
  delay.kind = simulators::FaultKind::kDelay;
  delay.delay = std::chrono::seconds{4};
  sandbox_->add_fault(delay);
  std::thread caller{[&] { EXPECT_FALSE(get_flow("700.HK").ok()); }};
  while (sandbox_->counters().requests == 0) std::this_thread::yield();
  const auto began = std::chrono::steady_clock::now();

  stop_server();

  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{3});
  caller.join();
}

TEST_F(Lifecycle, TakenPortIsSaid) {
  auto second = config();
  second.grpc_listen.port = application_->grpc_port();

  const auto refused = app::Application::create(second, log_);

  ASSERT_TRUE(refused.has_error());
  EXPECT_NE(refused.error().message.find("taken"), std::string::npos);
}

TEST_F(Lifecycle, CallerWhoLeavesEndsTheProvidersCall) {
  simulators::Fault delay;
  delay.kind = simulators::FaultKind::kDelay;
  delay.delay = std::chrono::seconds{5};
  sandbox_->add_fault(delay);
  grpc::ClientContext context;
  v1::GetCapitalFlowRequest request;
  request.set_symbol("700.HK");
  v1::GetCapitalFlowResponse response;
  std::thread caller{[&] {
    const auto status = market_data_->GetCapitalFlow(&context, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  }};
  while (sandbox_->counters().requests == 0) std::this_thread::yield();

  context.TryCancel();
  caller.join();

  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{3};
  v1::GetStatusResponse how;
  do {
    ASSERT_TRUE(
        call(*status_, &v1::StatusService::Stub::GetStatus, v1::GetStatusRequest{}, how).ok());
  } while (how.providers(0).connections() > 0 && std::chrono::steady_clock::now() < until);
  EXPECT_EQ(how.providers(0).connections(), 0U) << "its connection is given up at once";
}

// The promise is a bound on a wait, so this test has to look at a clock: an idle gRPC callback
// server sleeps 100 ms at a time, and the callers who meet that sleep wait 30 to 86 ms.
TEST_F(Lifecycle, CallsAfterSilenceAreNotKeptWaiting) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "instrumented code has times of its own";
#endif
  constexpr int kCalls = 50;
  std::chrono::steady_clock::duration worst{0};
  v1::GetStatusResponse response;
  for (int i = 0; i < kCalls; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1200});
    const auto began = std::chrono::steady_clock::now();
    ASSERT_TRUE(
        call(*status_, &v1::StatusService::Stub::GetStatus, v1::GetStatusRequest{}, response).ok());
    worst = std::max(worst, std::chrono::steady_clock::now() - began);
  }
  const auto worst_ms = std::chrono::duration<double, std::milli>(worst).count();
  std::printf("worst of %d calls after 1.2 s of silence: %.2f ms\n", kCalls, worst_ms);
  EXPECT_LT(worst_ms, 20.0);
}

}  // namespace
}  // namespace tidegate::testing
