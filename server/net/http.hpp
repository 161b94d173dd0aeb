#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"

namespace tidegate::net {

struct HttpRequest {
  std::string method = "GET";
  std::string target;  // path and query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// What came back, unpacked, with the headers that anybody here reads.
struct HttpResponse {
  unsigned status = 0;
  std::string body;
  std::string content_type;
  std::optional<core::Instant> date;
  std::optional<std::chrono::milliseconds> retry_after;
};

// How long each step may take, whatever the caller's deadline, and how much may come back.
struct HttpLimits {
  std::chrono::milliseconds connect{3'000};
  std::chrono::milliseconds handshake{3'000};
  std::chrono::milliseconds first_byte{10'000};  // until the header is complete
  std::chrono::milliseconds whole{20'000};
  std::chrono::milliseconds idle{55'000};  // a kept connection older than this is not used again
  std::size_t header_size_max = std::size_t{32} * 1024;
  std::size_t body_size_max = std::size_t{8} * 1024 * 1024;  // unpacked, too
  std::size_t connections_max = 8;
};

// Nobody means longer; larger waits are nonsense, and taken for none.
inline constexpr std::chrono::hours kRetryAfterMax{24};

// `120` or an HTTP date; the date is measured against the server's own clock.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view text,
                                                           std::optional<core::Instant> server_now);

}  // namespace tidegate::net
