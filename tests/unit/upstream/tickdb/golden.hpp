#pragma once

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tidegate::upstream::tickdb {

// Answers as the provider has published them, one per file.
inline constexpr std::array<std::string_view, 4> kGoldenAnswers{"capital_flow", "latest_klines",
                                                                "klines", "products"};
inline constexpr std::array<std::string_view, 8> kGoldenErrors{
    "error_numeric_text", "error_number",      "error_with_detail",     "error_rate_limit",
    "error_words",        "error_http_status", "error_without_message", "error_ambiguous"};

// A payload by its name, without the line feed that ends the file.
inline std::string golden(std::string_view name) {
  std::ifstream file{std::string{TIDEGATE_GOLDEN_DIR} + "/" + std::string{name} + ".json",
                     std::ios::binary};
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    throw std::runtime_error{"no golden payload of the name " + std::string{name}};
  }
  auto text = bytes.str();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace tidegate::upstream::tickdb
