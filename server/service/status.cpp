#include "service/status.hpp"

#include <google/protobuf/util/time_util.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tidegate::service {
namespace {

using core::Fault;
using grpc::StatusCode;

bool is_limit(Fault fault) {
  return fault == Fault::kCallerQuota || fault == Fault::kUpstreamRateLimit ||
         fault == Fault::kUpstreamCredits;
}

// Trying again makes sense even where nobody named a time.
std::optional<std::chrono::milliseconds> retry_delay(const core::Error& error) {
  if (error.retry_after) return error.retry_after;
  if (error.fault == Fault::kUpstreamUnavailable) return std::chrono::seconds{1};
  return std::nullopt;
}

google::rpc::ErrorInfo error_info(const core::Error& error) {
  google::rpc::ErrorInfo info;
  info.set_domain("tidegate");
  info.set_reason(std::string{core::reason_of(error.fault)});
  info.mutable_metadata()->insert(error.metadata.begin(), error.metadata.end());
  return info;
}

google::rpc::BadRequest bad_request(const core::Error& error) {
  google::rpc::BadRequest request;
  for (const auto& each : error.fields) {
    auto& violation = *request.add_field_violations();
    violation.set_field(each.field);
    violation.set_description(each.description);
  }
  return request;
}

google::rpc::QuotaFailure quota_failure(const core::Error& error) {
  google::rpc::QuotaFailure failure;
  auto& violation = *failure.add_violations();
  const auto value = [&error](const char* key) {
    const auto found = error.metadata.find(key);
    return found == error.metadata.end() ? std::string{} : found->second;
  };
  const auto scope = value("scope");
  const auto provider = value("provider");
  violation.set_subject(provider.empty() ? scope : scope + ":" + provider);
  violation.set_description(error.message);
  return failure;
}

google::rpc::RetryInfo retry_info(std::chrono::milliseconds delay) {
  google::rpc::RetryInfo info;
  *info.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MillisecondsToDuration(delay.count());
  return info;
}

}  // namespace

StatusCode code_of(Fault fault) {
  switch (fault) {
    case Fault::kInvalidField:
    case Fault::kAmbiguousSymbol: return StatusCode::INVALID_ARGUMENT;
    case Fault::kSymbolNotFound: return StatusCode::NOT_FOUND;
    case Fault::kNotServed:
    case Fault::kUpstreamCredential:  // ours, not the caller's: never UNAUTHENTICATED
    case Fault::kUpstreamEntitlement: return StatusCode::FAILED_PRECONDITION;
    case Fault::kRangeNotKept:
    case Fault::kResumeTokenTooOld: return StatusCode::OUT_OF_RANGE;
    case Fault::kCallerUnauthenticated: return StatusCode::UNAUTHENTICATED;
    case Fault::kCallerQuota:
    case Fault::kUpstreamRateLimit:
    case Fault::kUpstreamCredits: return StatusCode::RESOURCE_EXHAUSTED;
    case Fault::kUpstreamUnavailable: return StatusCode::UNAVAILABLE;
    case Fault::kUpstreamMalformed: return StatusCode::INTERNAL;
    case Fault::kDeadlineExceeded: return StatusCode::DEADLINE_EXCEEDED;
    case Fault::kCancelled: return StatusCode::CANCELLED;
  }
  return StatusCode::UNKNOWN;
}

grpc::Status status_of(const core::Error& error) {
  const auto code = code_of(error.fault);
  if (code == StatusCode::DEADLINE_EXCEEDED || code == StatusCode::CANCELLED)
    return {code, error.message};
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(error.message);
  status.add_details()->PackFrom(error_info(error));
  if (!error.fields.empty()) status.add_details()->PackFrom(bad_request(error));
  if (is_limit(error.fault)) status.add_details()->PackFrom(quota_failure(error));
  if (const auto delay = retry_delay(error)) status.add_details()->PackFrom(retry_info(*delay));
  return {code, error.message, status.SerializeAsString()};
}

}  // namespace tidegate::service
