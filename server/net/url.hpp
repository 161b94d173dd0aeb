#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::net {

struct Url {
  std::string scheme;
  std::string user_info;  // as written, still percent-encoded
  std::string host;
  std::uint16_t port = 0;
  std::string path;  // without a slash at its end; empty for the root
};

// scheme://[user[:password]@]host[:port][/path], for http and https.
std::optional<Url> parse_url(std::string_view text);

// For a value inside a query: everything but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);
std::string percent_decoded(std::string_view text);

}  // namespace tidegate::net
