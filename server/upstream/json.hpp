#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "core/decimal.hpp"
#include "core/time.hpp"

namespace tidegate::upstream::json {

// Reading JSON from providers that write the same field as a number today and as text tomorrow.
// simdjson's On-Demand parser, because it hands out the digits of a number as they were written.
// Every reader throws Malformed; a codec catches it once, at its door.

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;
using Array = simdjson::ondemand::array;

struct Malformed {
  std::string what;
  bool not_json = false;  // the text itself is broken: nothing after this place can be read
};

// The text of a number, a string or a boolean; nothing for null. Valid while the parser is.
std::optional<std::string_view> text(Value value, std::string_view field);

// Nothing for null and for empty text.
std::optional<core::Decimal> decimal(Value value, std::string_view field);
std::optional<std::int64_t> integer(Value value, std::string_view field);

// Unix seconds or milliseconds, told apart by their size: no market was open in 1973, when the two
// ranges meet.
std::optional<core::Instant> instant(Value value, std::string_view field);

// Nothing for null; Malformed for anything else that is not what was asked for.
std::optional<Object> object(Value value, std::string_view field);
std::optional<Array> array(Value value, std::string_view field);

// Calls `visit(key, value)` for each field.
template <class Visit>
void for_each_field(Object object, const Visit& visit) {
  for (auto each : object) {
    std::string_view key;
    Value value;
    if (each.unescaped_key().get(key) != simdjson::SUCCESS ||
        each.value().get(value) != simdjson::SUCCESS) {
      throw Malformed{"broken object", true};
    }
    visit(key, value);
  }
}

template <class Visit>
void for_each_element(Array array, const Visit& visit) {
  for (auto each : array) {
    Value value;
    if (each.get(value) != simdjson::SUCCESS) throw Malformed{"broken array", true};
    visit(value);
  }
}

}  // namespace tidegate::upstream::json
