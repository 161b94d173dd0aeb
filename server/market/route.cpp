#include "market/route.hpp"

namespace tidegate::market {

core::Result<Candidates> route(const Providers& providers, std::string_view demanded,
                               const std::function<bool(const Provider&)>& serves,
                               const std::string& what) {
  Candidates candidates;
  std::string names;
  for (const auto& each : providers) {
    names += (names.empty() ? "" : ", ") + each.name;
    if ((demanded.empty() || each.name == demanded) && serves(each)) candidates.push_back(&each);
  }
  if (!candidates.empty()) return candidates;
  const auto who = demanded.empty() ? "no configured provider serves "
                                    : "provider " + std::string{demanded} + " does not serve ";
  core::Error error{
      core::Fault::kNotServed, who + what + "; configured: " + names, {{"configured", names}}};
  if (!demanded.empty()) error.metadata["provider"] = demanded;
  return error;
}

bool worth_another_provider(core::Fault fault) noexcept {
  switch (fault) {
    case core::Fault::kSymbolNotFound:
    case core::Fault::kNotServed:
    case core::Fault::kRangeNotKept:
    case core::Fault::kUpstreamRateLimit:
    case core::Fault::kUpstreamCredits:
    case core::Fault::kUpstreamCredential:
    case core::Fault::kUpstreamEntitlement:
    case core::Fault::kUpstreamUnavailable:
    case core::Fault::kUpstreamMalformed: return true;
    case core::Fault::kInvalidField:
    case core::Fault::kAmbiguousSymbol:
    case core::Fault::kResumeTokenTooOld:
    case core::Fault::kCallerUnauthenticated:
    case core::Fault::kCallerQuota:
    case core::Fault::kDeadlineExceeded:
    case core::Fault::kCancelled: return false;
  }
  return false;
}

}  // namespace tidegate::market
