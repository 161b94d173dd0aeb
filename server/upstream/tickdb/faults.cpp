#include "upstream/tickdb/faults.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using core::Fault;

struct Row {
  std::string_view code;
  Fault fault;
};

// Their codes, one row each. `kInvalidField` is a question they will not take from anybody.
constexpr std::array kCodes{Row{"1001", Fault::kUpstreamCredential},
                            Row{"1002", Fault::kUpstreamCredential},
                            Row{"1003", Fault::kUpstreamCredential},
                            Row{"1004", Fault::kUpstreamEntitlement},
                            Row{"1005", Fault::kUpstreamCredential},
                            Row{"2001", Fault::kInvalidField},
                            Row{"2002", Fault::kSymbolNotFound},
                            Row{"2003", Fault::kInvalidField},
                            Row{"2004", Fault::kInvalidField},
                            Row{"2005", Fault::kInvalidField},
                            Row{"2006", Fault::kInvalidField},
                            Row{"AMBIGUOUS_SYMBOL", Fault::kAmbiguousSymbol},
                            Row{"3001", Fault::kUpstreamRateLimit},
                            Row{"3002", Fault::kUpstreamCredits},
                            Row{"3003", Fault::kUpstreamRateLimit},
                            Row{"3004", Fault::kUpstreamRateLimit},
                            Row{"3005", Fault::kUpstreamRateLimit},
                            Row{"3006", Fault::kUpstreamEntitlement},
                            Row{"3007", Fault::kRangeNotKept},
                            Row{"3008", Fault::kUpstreamEntitlement},
                            Row{"3009", Fault::kUpstreamEntitlement},
                            Row{"3010", Fault::kUpstreamEntitlement},
                            Row{"3011", Fault::kUpstreamEntitlement},
                            Row{"3012", Fault::kUpstreamEntitlement},
                            Row{"4005", Fault::kUpstreamEntitlement},
                            Row{"5000", Fault::kUpstreamUnavailable},
                            Row{"5001", Fault::kUpstreamUnavailable},
                            Row{"5002", Fault::kUpstreamUnavailable},
                            Row{"5003", Fault::kUpstreamUnavailable},
                            Row{"5004", Fault::kUpstreamUnavailable},
                            Row{"5005", Fault::kUpstreamUnavailable},
                            Row{"5006", Fault::kNotServed},
                            Row{"40001", Fault::kInvalidField},
                            Row{"40101", Fault::kUpstreamCredential},
                            Row{"40404", Fault::kSymbolNotFound},
                            Row{"40405", Fault::kSymbolNotFound},
                            Row{"50001", Fault::kUpstreamUnavailable},
                            Row{"UNAUTHORIZED", Fault::kUpstreamCredential},
                            Row{"INVALID_TOKEN", Fault::kUpstreamCredential},
                            Row{"PERMISSION_DENIED", Fault::kUpstreamEntitlement}};

std::optional<Fault> fault_of_code(std::string_view code) {
  const auto row = std::find_if(kCodes.begin(), kCodes.end(),
                                [&](const Row& each) { return each.code == code; });
  if (row == kCodes.end()) return std::nullopt;
  return row->fault;
}

// Words where a code should be carry the code in the message: "[1001] Invalid or expired token".
std::string_view code_in(std::string_view message) {
  constexpr std::size_t kCodeLength = 4;
  if (message.size() < kCodeLength + 2 || message[0] != '[' || message[kCodeLength + 1] != ']')
    return {};
  return message.substr(1, kCodeLength);
}

// What a status says where no known code does.
Fault fault_of_status(unsigned status, bool has_envelope) {
  if (status == 401) return Fault::kUpstreamCredential;
  if (status == 403) return Fault::kUpstreamEntitlement;
  if (status == 429) return Fault::kUpstreamRateLimit;
  if (status >= 500) return Fault::kUpstreamUnavailable;
  if (has_envelope && status == 400) return Fault::kInvalidField;
  if (has_envelope && status == 404) return Fault::kSymbolNotFound;
  return Fault::kUpstreamMalformed;  // a page of somebody else's, a redirect, a code nobody knows
}

std::optional<std::chrono::milliseconds> wait_of(const net::HttpResponse& response,
                                                 const Envelope& envelope) {
  if (response.retry_after) return response.retry_after;
  if (!envelope.reset_at || !response.date || *envelope.reset_at <= *response.date)
    return std::nullopt;
  const auto wait = *envelope.reset_at - *response.date;
  if (wait > net::kRetryAfterMax) return std::nullopt;
  return wait;
}

std::string cut(std::string_view text) {
  constexpr std::size_t kMessageMax = 200;
  return core::cut(text, kMessageMax);
}

// Three digits of code are an HTTP status repeated in the body.
std::optional<unsigned> status_in(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  unsigned status = 0;
  for (const char c : code) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    status = status * 10 + static_cast<unsigned>(c - '0');
  }
  return status;
}

// The field of a request that a refusal is about, as far as the code tells.
const char* field_of(std::string_view code) {
  if (code == "2003") return "start_time";
  if (code == "2004") return "symbols";
  if (code == "2006") return "type";
  return "symbol";
}

core::Error from_envelope(const net::HttpResponse& response, const Envelope& envelope) {
  auto fault = fault_of_code(envelope.code);
  auto code = envelope.code;
  if (!fault) {
    const auto hidden = code_in(envelope.message);
    fault = fault_of_code(hidden);
    if (fault) code = hidden;
  }
  const auto status = response.status == 200 ? status_in(code).value_or(200) : response.status;
  core::Error error{fault.value_or(fault_of_status(status, !envelope.code.empty())),
                    "the provider refused: " + cut(envelope.message) + " (code " + cut(code) + ")"};
  error.metadata["upstream_code"] = cut(code);
  error.metadata["upstream_message"] = cut(envelope.message);
  error.retry_after = wait_of(response, envelope);
  if (error.fault == Fault::kInvalidField || error.fault == Fault::kAmbiguousSymbol) {
    error.fields.push_back({field_of(code), error.message});
  }
  if (error.fault == Fault::kAmbiguousSymbol) {
    const auto types = cut(envelope.available_types);
    error.metadata["candidates"] = types;
    error.metadata["available_types"] = types;
    error.message += "; send a type: " + types;
  }
  return error;
}

}  // namespace

bool holds_everybody(const core::Error& error) {
  const auto code = error.metadata.find("upstream_code");
  const bool limit =
      error.fault == Fault::kUpstreamRateLimit || error.fault == Fault::kUpstreamCredits;
  return limit && (code == error.metadata.end() || code->second != "3005");
}

std::optional<core::Error> refusal(const net::HttpResponse& response,
                                   const core::Result<Envelope>& envelope) {
  if (envelope && response.status == 200 && envelope->success()) return std::nullopt;
  core::Error error{Fault::kUpstreamMalformed, ""};
  if (envelope && !(envelope->code.empty() && envelope->message.empty())) {
    error = from_envelope(response, *envelope);
  } else {
    error = {
        fault_of_status(response.status, false),
        response.status == 200
            ? envelope.has_error() ? envelope.error().message : "the provider's answer says nothing"
            : "the provider answered with HTTP status " + std::to_string(response.status)};
    error.retry_after = response.retry_after;
  }
  error.metadata["http_status"] = std::to_string(response.status);
  return error;
}

}  // namespace tidegate::upstream::tickdb
