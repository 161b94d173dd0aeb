#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/flow.hpp"
#include "core/kline.hpp"
#include "core/result.hpp"

namespace tidegate::upstream::tickdb {

// TickDB's JSON to our words. Pure: bytes in, values or kUpstreamMalformed out.

// What surrounds every answer. `code` is a number, a numeric text or plain words, as it comes.
struct Envelope {
  std::string code;  // empty where the answer has none
  std::string message;
  bool has_data = false;
  bool says_failure = false;  // `"success":false`, which some refusals have instead of a code
  std::optional<core::Instant> reset_at;
  std::string available_types;  // comma-separated, with AMBIGUOUS_SYMBOL

  bool success() const { return !says_failure && (code == "0" || (code.empty() && has_data)); }
};

struct KlineSeries {
  std::string symbol;  // as they spell it
  core::Klines klines;
  bool broken = false;  // a bar of it could not be read
};

struct Product {
  std::string symbol;
  std::string name;
  std::string type;
  std::string currency;
};

struct ProductPage {
  std::vector<Product> products;
  std::size_t listed = 0;  // products on the page, readable or not
};

core::Result<Envelope> parse_envelope(std::string_view body);
core::Result<core::CapitalFlow> parse_capital_flow(std::string_view body);
core::Result<std::vector<KlineSeries>> parse_latest_klines(std::string_view body);
core::Result<KlineSeries> parse_klines(std::string_view body);
core::Result<ProductPage> parse_products(std::string_view body);

}  // namespace tidegate::upstream::tickdb
