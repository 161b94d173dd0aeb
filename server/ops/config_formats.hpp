#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "ops/config.hpp"
#include "ops/config_text.hpp"

namespace tidegate::ops {

// How one kind of value is written.
template <class T>
struct Format {
  std::string expected;  // ends the sentence "… must be …"
  std::function<std::optional<T>(std::string_view text)> parse;
  std::vector<std::string_view> words{};  // where only these will do
};

// host:port, an IPv6 address in brackets.
Format<Endpoint> address(std::uint16_t port_min);
// A whole number of ms, s or m.
Format<std::chrono::milliseconds> duration(std::chrono::milliseconds longest);
Format<int> whole_number(int min, int max);
// A part of a whole: 0 to 1.
Format<double> share();
// Without the slash that may end it.
Format<std::string> https_url();
Format<core::Decimal> positive_decimal();

// One of a closed set of words, each the `name` of a value.
template <class T>
Format<T> one_of(std::span<const T> values, std::string_view (*name)(T)) {
  std::vector<std::string_view> words;
  for (const T value : values) words.push_back(name(value));
  auto parse = [values, name](std::string_view text) -> std::optional<T> {
    for (const T value : values) {
      if (name(value) == text) return value;
    }
    return std::nullopt;
  };
  return {alternatives(words), std::move(parse), std::move(words)};
}

// The way back, for describe().
std::string to_text(const Endpoint& endpoint);
std::string to_text(std::chrono::milliseconds time);
std::string to_text(double number);

}  // namespace tidegate::ops
