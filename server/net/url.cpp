#include "net/url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace tidegate::net {
namespace {

bool starts_scheme(std::string_view& text, std::string_view scheme) {
  const auto prefix = std::string{scheme} + "://";
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// host, host:port, [v6] or [v6]:port
bool take_authority(std::string_view authority, Url& url) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto closing = authority.find(']');
    if (closing == authority.npos) return false;
    url.host = authority.substr(1, closing - 1);
    authority.remove_prefix(closing + 1);
    if (!authority.empty() && authority.front() != ':') return false;
    port = authority.empty() ? authority : authority.substr(1);
  } else {
    const auto colon = authority.find(':');
    url.host = authority.substr(0, colon);
    if (colon != authority.npos) port = authority.substr(colon + 1);
  }
  if (url.host.empty()) return false;
  if (port.empty()) return true;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
  return error == std::errc{} && end == port.data() + port.size() && url.port != 0;
}

bool plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  const bool clean =
      text.find_first_of("?#") == text.npos &&
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
  if (!clean) return std::nullopt;
  if (starts_scheme(text, "https")) {
    url.scheme = "https";
    url.port = 443;
  } else if (starts_scheme(text, "http")) {
    url.scheme = "http";
    url.port = 80;
  } else {
    return std::nullopt;
  }
  const auto slash = text.find('/');
  auto authority = text.substr(0, slash);
  if (slash != text.npos) url.path = text.substr(slash);
  while (url.path.ends_with('/')) url.path.pop_back();
  if (const auto at = authority.rfind('@'); at != authority.npos) {
    url.user_info = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  if (!take_authority(authority, url)) return std::nullopt;
  return url;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (plain(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return encoded;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr ==
            text.data() + i + 3) {
      decoded += static_cast<char>(value);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace tidegate::net
