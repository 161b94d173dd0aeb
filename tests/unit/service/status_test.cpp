#include "service/status.hpp"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tidegate::service {
namespace {

using core::Fault;
using grpc::StatusCode;

TEST(Status, EveryFaultHasItsCodeAndReason) {
  struct Row {
    Fault fault;
    StatusCode code;
    const char* reason;
  };
  for (const auto& [fault, code, reason] :
       {Row{Fault::kInvalidField, StatusCode::INVALID_ARGUMENT, "INVALID_FIELD"},
        {Fault::kAmbiguousSymbol, StatusCode::INVALID_ARGUMENT, "AMBIGUOUS_SYMBOL"},
        {Fault::kSymbolNotFound, StatusCode::NOT_FOUND, "SYMBOL_NOT_FOUND"},
        {Fault::kNotServed, StatusCode::FAILED_PRECONDITION, "NOT_SERVED"},
        {Fault::kRangeNotKept, StatusCode::OUT_OF_RANGE, "RANGE_NOT_KEPT"},
        {Fault::kResumeTokenTooOld, StatusCode::OUT_OF_RANGE, "RESUME_TOKEN_TOO_OLD"},
        {Fault::kCallerUnauthenticated, StatusCode::UNAUTHENTICATED, "CALLER_UNAUTHENTICATED"},
        {Fault::kCallerQuota, StatusCode::RESOURCE_EXHAUSTED, "CALLER_QUOTA"},
        {Fault::kUpstreamRateLimit, StatusCode::RESOURCE_EXHAUSTED, "UPSTREAM_RATE_LIMIT"},
        {Fault::kUpstreamCredits, StatusCode::RESOURCE_EXHAUSTED, "UPSTREAM_CREDITS"},
        {Fault::kUpstreamCredential, StatusCode::FAILED_PRECONDITION, "UPSTREAM_CREDENTIAL"},
        {Fault::kUpstreamEntitlement, StatusCode::FAILED_PRECONDITION, "UPSTREAM_ENTITLEMENT"},
        {Fault::kUpstreamUnavailable, StatusCode::UNAVAILABLE, "UPSTREAM_UNAVAILABLE"},
        {Fault::kUpstreamMalformed, StatusCode::INTERNAL, "UPSTREAM_MALFORMED"}}) {
    SCOPED_TRACE(reason);
    const auto status = status_of({fault, "why", {{"provider", "tickdb"}}});
    EXPECT_EQ(status.error_code(), code);
    google::rpc::Status details;
    ASSERT_TRUE(details.ParseFromString(status.error_details()));
    EXPECT_EQ(details.code(), code);
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(details.details(0).UnpackTo(&info));
    EXPECT_EQ(info.domain(), "tidegate");
    EXPECT_EQ(info.reason(), reason);
    EXPECT_EQ(info.metadata().at("provider"), "tickdb");
  }
}

TEST(Status, DeadlineAndCancellationSayItAllByTheirCode) {
  EXPECT_EQ(status_of({Fault::kDeadlineExceeded, "late"}).error_code(),
            StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(status_of({Fault::kCancelled, "left"}).error_code(), StatusCode::CANCELLED);
  EXPECT_TRUE(status_of({Fault::kDeadlineExceeded, "late"}).error_details().empty());
}

}  // namespace
}  // namespace tidegate::service
