#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/impl/codegen/service_type.h>

namespace tidegate::service {

// Server reflection, v1 and v1alpha from one implementation: gRPC 1.51's own plugin has only the
// latter. Answers for the services named; every message type of the process can be looked up.
std::vector<std::unique_ptr<grpc::Service>> reflection_services(std::vector<std::string> services);

}  // namespace tidegate::service
