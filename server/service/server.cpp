#include "service/server.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <utility>

#include <grpc/support/log.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include "service/reflection.hpp"

namespace tidegate::service {
namespace {

constexpr int kRequestSizeMax = 64 * 1024;  // a hundred symbols and a token need a tenth of it

core::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// gRPC writes lines of its own to standard error, between our JSON; what matters of them reaches us
// as results. GRPC_VERBOSITY brings them back.
void quiet_unless_asked() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args*) {});
}

std::string address_of(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != host.npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace

Server::Server(market::Desk& desk, CallDesk& calls)
    : calls_{calls},
      market_data_{desk, calls},
      status_{desk.providers(), now(), calls},
      reflection_{
          reflection_services({v1::MarketDataService::service_full_name(),
                               v1::StatusService::service_full_name(), "grpc.health.v1.Health"})} {}

Server::~Server() {
  stop(std::chrono::milliseconds{0});
}

core::Result<std::unique_ptr<Server>> Server::listen(const std::string& host, std::uint16_t port,
                                                     market::Desk& desk, CallDesk& calls) {
  std::unique_ptr<Server> server{new Server{desk, calls}};
  if (auto started = server->start(host, port); !started) return started.error();
  for (const auto& each : desk.providers()) server->set_provider_health(each.name, true);
  return server;
}

core::Result<void> Server::start(const std::string& host, std::uint16_t port) {
  quiet_unless_asked();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  const auto address = address_of(host, port);
  // Without this, a second process on the same port would silently take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kRequestSizeMax);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(&market_data_);
  builder.RegisterService(&status_);
  for (const auto& each : reflection_) builder.RegisterService(each.get());
  server_ = builder.BuildAndStart();
  if (!server_ || port_ == 0) {
    return core::Error{
        core::Fault::kUpstreamUnavailable,
        "cannot listen for gRPC on " + address +
            ": the port is taken or the address is not this machine's; stop the other "
            "process or change grpc.listen"};
  }
  auto* const health = server_->GetHealthCheckService();
  for (const auto* service :
       {v1::MarketDataService::service_full_name(), v1::StatusService::service_full_name()}) {
    health->SetServingStatus(service, true);
  }
  keep_warm_ = std::make_unique<KeepWarm>(*server_);
  return {};
}

void Server::set_provider_health(const std::string& provider, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus("upstream/" + provider, serving);
}

void Server::look_away() {
  server_->GetHealthCheckService()->Shutdown();
}

void Server::stop(std::chrono::milliseconds grace) {
  if (!server_) return;
  keep_warm_.reset();
  // Turned away by us first: once gRPC shuts down, callers who come too late hear CANCELLED, which
  // no client takes for a reason to ask elsewhere. So they are given time to hear it from us.
  constexpr std::chrono::milliseconds kTurningAway{500};
  constexpr std::chrono::milliseconds kLook{10};
  calls_.close();
  const auto closed = std::chrono::steady_clock::now();
  const auto over = [&] {
    const auto since = std::chrono::steady_clock::now() - closed;
    return since >= std::max(grace, kTurningAway) ||
           (since >= kTurningAway && calls_.in_flight() == 0);
  };
  while (!over()) std::this_thread::sleep_for(kLook);
  // What is cut off now watches our health, or had its grace.
  server_->Shutdown(std::chrono::system_clock::now() + kLook);
  server_->Wait();
  server_.reset();
}

}  // namespace tidegate::service
