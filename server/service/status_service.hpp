#pragma once

#include <string>

#include "tidegate/v1/status_service.grpc.pb.h"

#include "core/time.hpp"
#include "market/route.hpp"
#include "service/call.hpp"

namespace tidegate::service {

std::string version();

// How the service and its providers are. Reads figures only; asks no provider.
class StatusService final : public v1::StatusService::CallbackService {
 public:
  StatusService(const market::Providers& providers, core::Instant started, CallDesk& calls)
      : providers_{providers}, started_{started}, calls_{calls} {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;

 private:
  const market::Providers& providers_;
  core::Instant started_;
  CallDesk& calls_;
};

}  // namespace tidegate::service
