#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

namespace tidegate::core {

// What went wrong, in our words: one name per row of the contract's table of errors. A provider's
// own codes never leave its room except as metadata.
enum class Fault {
  kInvalidField,
  kAmbiguousSymbol,
  kSymbolNotFound,
  kNotServed,
  kRangeNotKept,
  kResumeTokenTooOld,
  kCallerUnauthenticated,
  kCallerQuota,
  kUpstreamRateLimit,
  kUpstreamCredits,
  kUpstreamCredential,
  kUpstreamEntitlement,
  kUpstreamUnavailable,
  kUpstreamMalformed,
  kDeadlineExceeded,
  kCancelled,
};

// Its name in the contract: `SYMBOL_NOT_FOUND`.
std::string_view reason_of(Fault fault) noexcept;

struct FieldFault {
  std::string field;
  std::string description;
};

struct Error {
  Fault fault;
  std::string message;  // for people; never parsed
  std::map<std::string, std::string> metadata{};
  std::vector<FieldFault> fields{};  // only with kInvalidField: every faulty field at once
  std::optional<std::chrono::milliseconds> retry_after{};
};

template <class T>
using Result = boost::system::result<T, Error>;

// result<T, Error> wants to know how to throw; expected failures are values here, so reaching
// this is a programmer's error.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location& where) {
  boost::throw_exception(std::logic_error{"value() of an error: " + error.message}, where);
}

}  // namespace tidegate::core
