#include "core/result.hpp"

#include <array>

namespace tidegate::core {

std::string_view reason_of(Fault fault) noexcept {
  constexpr std::array<std::string_view, static_cast<std::size_t>(Fault::kCancelled) + 1> kNames{
      "INVALID_FIELD",          "AMBIGUOUS_SYMBOL",
      "SYMBOL_NOT_FOUND",       "NOT_SERVED",
      "RANGE_NOT_KEPT",         "RESUME_TOKEN_TOO_OLD",
      "CALLER_UNAUTHENTICATED", "CALLER_QUOTA",
      "UPSTREAM_RATE_LIMIT",    "UPSTREAM_CREDITS",
      "UPSTREAM_CREDENTIAL",    "UPSTREAM_ENTITLEMENT",
      "UPSTREAM_UNAVAILABLE",   "UPSTREAM_MALFORMED",
      "DEADLINE_EXCEEDED",      "CANCELLED"};
  return kNames[static_cast<std::size_t>(fault)];
}

}  // namespace tidegate::core
