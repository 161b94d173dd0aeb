#include "ops/config_formats.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include <arpa/inet.h>

namespace tidegate::ops {
namespace {

using std::chrono::milliseconds;

bool is_digit(char each) {
  return each >= '0' && each <= '9';
}

bool is_letter_or_digit(char each) {
  return is_digit(each) || (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
}

// The whole text as one number, without sign, blanks or anything else around it.
template <class Number>
std::optional<Number> number(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_ip(int family, const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, text.c_str(), bytes.data()) == 1;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char each) {
           return is_letter_or_digit(each) || each == '-' || each == '_';
         });
}

bool is_host(std::string_view host) {
  if (host.find_first_not_of("0123456789.") == std::string_view::npos) {
    return is_ip(AF_INET, std::string{host});
  }
  if (host.size() > 253) return false;
  while (true) {
    const auto dot = host.find('.');
    if (!is_label(host.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

std::optional<Endpoint> parse_address(std::string_view text, std::uint16_t port_min) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = number<std::uint16_t>(text.substr(colon + 1));
  if (!port || *port < port_min) return std::nullopt;
  const auto host = text.substr(0, colon);
  if (host.size() > 2 && host.starts_with('[') && host.ends_with(']')) {
    std::string inside{host.substr(1, host.size() - 2)};
    if (!is_ip(AF_INET6, inside)) return std::nullopt;
    return Endpoint{std::move(inside), *port};
  }
  if (!is_host(host)) return std::nullopt;
  return Endpoint{std::string{host}, *port};
}

std::optional<std::string> parse_https_url(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme)) return std::nullopt;
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.size() <= kScheme.size()) return std::nullopt;
  const auto rest = text.substr(kScheme.size());
  const std::string authority{rest.substr(0, rest.find('/'))};
  if (!parse_address(authority, 1) && !parse_address(authority + ":443", 1)) return std::nullopt;
  const auto path = rest.substr(authority.size());
  const auto allowed = [](char each) {
    return is_letter_or_digit(each) || std::string_view{"-._~/%"}.find(each) != std::string::npos;
  };
  if (!std::all_of(path.begin(), path.end(), allowed)) return std::nullopt;
  return std::string{text};
}

struct Unit {
  std::string_view name;
  std::int64_t worth_ms;
};
constexpr std::array kUnits{Unit{"m", 60'000}, Unit{"s", 1'000}, Unit{"ms", 1}};

std::optional<milliseconds> parse_duration(std::string_view text, milliseconds longest) {
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto count = number<std::int64_t>(text.substr(0, digits));
  const auto name = text.substr(digits);
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                 [name](const Unit& each) { return each.name == name; });
  if (!count || unit == kUnits.end()) return std::nullopt;
  if (*count > longest.count() / unit->worth_ms) return std::nullopt;
  return milliseconds{*count * unit->worth_ms};
}

}  // namespace

Format<Endpoint> address(std::uint16_t port_min) {
  return {"host:port, such as 127.0.0.1:8080 or [::1]:8080",
          [port_min](std::string_view text) { return parse_address(text, port_min); }};
}

Format<milliseconds> duration(milliseconds longest) {
  return {"a duration such as 250ms, 20s or 5m, of at most " + to_text(longest),
          [longest](std::string_view text) { return parse_duration(text, longest); }};
}

Format<int> whole_number(int min, int max) {
  return {"a whole number from " + std::to_string(min) + " to " + std::to_string(max),
          [min, max](std::string_view text) {
            auto value = number<int>(text);
            return value && *value >= min && *value <= max ? value : std::nullopt;
          }};
}

Format<double> share() {
  return {"a number from 0 to 1", [](std::string_view text) {
            auto value = number<double>(text);
            return value && *value <= 1 ? value : std::nullopt;
          }};
}

Format<std::string> https_url() {
  return {"https://host[:port][/path]", parse_https_url};
}

Format<core::Decimal> positive_decimal() {
  return {"a decimal above 0", [](std::string_view text) {
            auto value = core::Decimal::parse(text);
            return value && !value->is_zero() && !value->is_negative() ? value : std::nullopt;
          }};
}

std::string to_text(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? '[' + endpoint.host + ']' : endpoint.host;
  return host + ':' + std::to_string(endpoint.port);
}

std::string to_text(milliseconds time) {
  if (time.count() == 0) return "0s";
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [time](const Unit& each) {
    return time.count() % each.worth_ms == 0;
  });
  return std::to_string(time.count() / unit->worth_ms) + std::string{unit->name};
}

std::string to_text(double number) {
  std::array<char, 32> digits{};  // the shortest form of any double takes 24
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

}  // namespace tidegate::ops
