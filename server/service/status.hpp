#pragma once

#include <grpcpp/support/status.h>

#include "core/result.hpp"

namespace tidegate::service {

// The contract's table of errors: a row per fault. Its reason is core's name for it.
grpc::StatusCode code_of(core::Fault fault);

// The code with its standard details: ErrorInfo, and BadRequest, RetryInfo, QuotaFailure where
// they apply. A passed deadline and a cancellation need none.
grpc::Status status_of(const core::Error& error);

}  // namespace tidegate::service
