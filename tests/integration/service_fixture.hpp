#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tidegate/v1/market_data_service.grpc.pb.h"
#include "tidegate/v1/status_service.grpc.pb.h"

#include "app/application.hpp"
#include "tests/integration/upstream_fixture.hpp"

namespace tidegate::testing {

// The standard details of a failed call, decoded as any client would.
struct Details {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::RetryInfo retry;
  google::rpc::QuotaFailure quota;
  bool has_retry = false;
  bool has_quota = false;

  explicit Details(const grpc::Status& failed) {
    EXPECT_TRUE(status.ParseFromString(failed.error_details()));
    for (const auto& each : status.details()) {
      if (each.UnpackTo(&info) || each.UnpackTo(&bad_request)) continue;
      has_retry = each.UnpackTo(&retry) || has_retry;
      has_quota = each.UnpackTo(&quota) || has_quota;
    }
  }
};

// The whole server in this process, in front of a sandbox, and a client's stubs.
class ServiceFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    sandbox_ = std::make_unique<simulators::Sandbox>(sandbox_options());
    start_server(config());
  }
  void TearDown() override { stop_server(); }

  virtual simulators::SandboxOptions sandbox_options() const {
    simulators::SandboxOptions options;
    options.directory = folder_.path();
    options.requests_per_minute = 1'000'000;
    return options;
  }

  virtual ops::Config config() const {
    ops::Config config;
    config.grpc_listen = {"127.0.0.1", 0};
    config.admin_listen = {"127.0.0.1", 0};
    config.tickdb.emplace(ops::TickDbConfig{
        sandbox_->tickdb_url(), core::Secret{"sandbox-key"}, sandbox_->ca_file(), 1'000'000, {}});
    return config;
  }

  void start_server(const ops::Config& config) {
    auto application = app::Application::create(config, log_);
    ASSERT_TRUE(application.has_value()) << application.error().message;
    application_ = *std::move(application);
    running_ = std::thread{[this] { application_->run(); }};
    address_ = "127.0.0.1:" + std::to_string(application_->grpc_port());
    channel_ = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
    market_data_ = v1::MarketDataService::NewStub(channel_);
    status_ = v1::StatusService::NewStub(channel_);
  }

  void stop_server() {
    if (!running_.joinable()) return;
    application_->request_stop();
    running_.join();
    application_.reset();
  }

  // Calls with a deadline; the reply goes to `response`.
  template <class Stub, class Request, class Response>
  grpc::Status call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response,
                    std::chrono::milliseconds patience = std::chrono::seconds{5}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + patience);
    return (stub.*method)(&context, request, &response);
  }

  grpc::Status get_flow(const v1::GetCapitalFlowRequest& request,
                        v1::GetCapitalFlowResponse& response,
                        std::chrono::milliseconds patience = std::chrono::seconds{5}) {
    return call(*market_data_, &v1::MarketDataService::Stub::GetCapitalFlow, request, response,
                patience);
  }

  grpc::Status get_flow(const std::string& symbol) {
    v1::GetCapitalFlowRequest request;
    request.set_symbol(symbol);
    v1::GetCapitalFlowResponse response;
    return get_flow(request, response);
  }

  void reply_once(const std::string& body, int status = 200,
                  std::vector<std::pair<std::string, std::string>> headers = {}) {
    simulators::Fault reply;
    reply.kind = simulators::FaultKind::kReply;
    reply.status = status;
    reply.body = body;
    reply.headers = std::move(headers);
    sandbox_->add_fault(reply);
  }

  void provider_says(const std::string& code, int times = 1) {
    simulators::Fault fault;
    fault.kind = simulators::FaultKind::kTickDbCode;
    fault.code = code;
    fault.times = times;
    sandbox_->add_fault(fault);
  }

  TemporaryFolder folder_;
  KeptLog log_;
  std::unique_ptr<simulators::Sandbox> sandbox_;
  std::unique_ptr<app::Application> application_;
  std::thread running_;
  std::string address_;
  // Members of the fixture, so that they die on its thread and never in a callback.
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::MarketDataService::Stub> market_data_;
  std::unique_ptr<v1::StatusService::Stub> status_;
};

}  // namespace tidegate::testing
