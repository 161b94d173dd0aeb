#include "net/http.hpp"

#include <charconv>

namespace tidegate::net {

std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view text, std::optional<core::Instant> server_now) {
  constexpr long kSecondsMax = std::chrono::seconds{kRetryAfterMax}.count();
  long seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, seconds);
  if (error == std::errc{} && stopped == end) {
    if (seconds < 0 || seconds > kSecondsMax) return std::nullopt;
    return std::chrono::seconds{seconds};
  }
  const auto moment = core::parse_http_date(text);
  if (!moment || !server_now || *moment < *server_now) return std::nullopt;
  const auto wait = *moment - *server_now;
  if (wait > std::chrono::seconds{kSecondsMax}) return std::nullopt;
  return wait;
}

}  // namespace tidegate::net
