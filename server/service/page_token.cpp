#include "service/page_token.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace tidegate::service {
namespace {

// FNV-1a: stable across builds and machines, which std::hash is not, since a token may come back
// to another replica. It guards against mistakes, not against forgery: nothing is to be won.
std::uint64_t digest(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211U;
  }
  return hash;
}

constexpr std::string_view kVersion = "k1";
constexpr std::size_t kDigits = 16;
constexpr std::uint64_t kLatest = 253'402'300'799'999;  // the last moment of the year 9999
constexpr std::size_t kTokenLength = kVersion.size() + 2 * kDigits;

std::uint64_t sealed(std::string_view time_digits, std::string_view question) {
  return digest(std::string{time_digits} + '\n' + std::string{question});
}

std::string hex(std::uint64_t number) {
  std::array<char, kDigits + 1> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%016llx", static_cast<unsigned long long>(number));
  return {buffer.data(), kDigits};
}

}  // namespace

std::string page_question(const v1::ListKlinesRequest& request) {
  auto question = request;
  question.clear_page_token();
  question.clear_page_size();
  return question.SerializeAsString();
}

std::string write_page_token(core::Instant before, std::string_view question) {
  const auto time = hex(static_cast<std::uint64_t>(before.time_since_epoch().count()));
  return std::string{kVersion} + time + hex(sealed(time, question));
}

std::optional<core::Instant> read_page_token(std::string_view token, std::string_view question) {
  if (token.size() != kTokenLength || !token.starts_with(kVersion)) return std::nullopt;
  const auto time = token.substr(kVersion.size(), kDigits);
  if (token.substr(kVersion.size() + kDigits) != hex(sealed(time, question))) return std::nullopt;
  std::uint64_t ms = 0;
  const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), ms, 16);
  if (error != std::errc{} || end != time.data() + time.size()) return std::nullopt;
  // The seal is no secret: what a token says is as foreign as any other field.
  if (ms > kLatest) return std::nullopt;
  return core::Instant{std::chrono::milliseconds{static_cast<std::int64_t>(ms)}};
}

}  // namespace tidegate::service
