#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/server.h>

#include "core/result.hpp"
#include "market/desk.hpp"
#include "service/call.hpp"
#include "service/keep_warm.hpp"
#include "service/market_data.hpp"
#include "service/status_service.hpp"

namespace tidegate::service {

// The gRPC side of the process: services, health, both reflections. Listens once created.
class Server {
 public:
  static core::Result<std::unique_ptr<Server>> listen(const std::string& host, std::uint16_t port,
                                                      market::Desk& desk, CallDesk& calls);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const noexcept { return static_cast<std::uint16_t>(port_); }

  // The health of one provider, under the name `upstream/<provider>`.
  void set_provider_health(const std::string& provider, bool serving);

  // Health says NOT_SERVING from now on, for every name; calls are still taken.
  void look_away();
  // No new calls; those accepted may run so long, then they are cancelled. Returns when all ended.
  // Who only watches our health or asks for reflection does not hold us up.
  void stop(std::chrono::milliseconds grace);

 private:
  Server(market::Desk& desk, CallDesk& calls);
  core::Result<void> start(const std::string& host, std::uint16_t port);

  CallDesk& calls_;
  MarketData market_data_;
  StatusService status_;
  std::vector<std::unique_ptr<grpc::Service>> reflection_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<KeepWarm> keep_warm_;
  int port_ = 0;
};

}  // namespace tidegate::service
