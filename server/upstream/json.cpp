#include "upstream/json.hpp"

#include <charconv>

namespace tidegate::upstream::json {
namespace {

using simdjson::ondemand::json_type;

constexpr std::int64_t kSecondsEnd = 100'000'000'000;  // 1973 in milliseconds, 5138 in seconds
constexpr std::int64_t kMillisecondsEnd = 10'000'000'000'000;  // 2286

[[noreturn]] void refuse_as_no_json(std::string_view field) {
  throw Malformed{std::string{field} + " is not JSON", true};
}

[[noreturn]] void refuse(std::string_view field, const char* why) {
  throw Malformed{std::string{field} + " " + why};
}

json_type type_of(Value& value, std::string_view field) {
  json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) refuse_as_no_json(field);
  return type;
}

// A raw token runs up to the next structural character, blanks included.
std::string_view trimmed(std::string_view token) {
  const auto end = token.find_last_not_of(" \t\r\n");
  return token.substr(0, end + 1);
}

}  // namespace

std::optional<std::string_view> text(Value value, std::string_view field) {
  switch (type_of(value, field)) {
    case json_type::null:
      if (!value.is_null()) refuse_as_no_json(field);
      return std::nullopt;
    case json_type::string: {
      std::string_view content;
      if (value.get_string().get(content) != simdjson::SUCCESS) refuse_as_no_json(field);
      return content;
    }
    case json_type::number:
    case json_type::boolean: return trimmed(value.raw_json_token());
    case json_type::array:
    case json_type::object: break;
  }
  refuse(field, "is not a single value");
}

std::optional<core::Decimal> decimal(Value value, std::string_view field) {
  const auto digits = text(value, field);
  if (!digits || digits->empty()) return std::nullopt;
  const auto parsed = core::Decimal::parse(*digits);
  if (!parsed) refuse(field, "is not a decimal number");
  return parsed;
}

std::optional<std::int64_t> integer(Value value, std::string_view field) {
  const auto digits = text(value, field);
  if (!digits || digits->empty()) return std::nullopt;
  std::int64_t number = 0;
  const char* const end = digits->data() + digits->size();
  const auto [stopped, error] = std::from_chars(digits->data(), end, number);
  const std::string_view rest{stopped, static_cast<std::size_t>(end - stopped)};
  const bool whole = rest.empty() || (rest.front() == '.' &&
                                      rest.find_first_not_of('0', 1) == std::string_view::npos);
  if (error != std::errc{} || !whole) refuse(field, "is not a whole number");
  return number;
}

std::optional<core::Instant> instant(Value value, std::string_view field) {
  const auto number = integer(value, field);
  if (!number) return std::nullopt;
  if (*number <= 0 || *number >= kMillisecondsEnd) refuse(field, "is not a time of this era");
  if (*number < kSecondsEnd) return core::Instant{std::chrono::seconds{*number}};
  return core::Instant{std::chrono::milliseconds{*number}};
}

std::optional<Object> object(Value value, std::string_view field) {
  const auto type = type_of(value, field);
  if (type == json_type::null) return std::nullopt;
  Object found;
  if (type != json_type::object) refuse(field, "is not an object");
  if (value.get_object().get(found) != simdjson::SUCCESS) refuse_as_no_json(field);
  return found;
}

std::optional<Array> array(Value value, std::string_view field) {
  const auto type = type_of(value, field);
  if (type == json_type::null) return std::nullopt;
  Array found;
  if (type != json_type::array) refuse(field, "is not an array");
  if (value.get_array().get(found) != simdjson::SUCCESS) refuse_as_no_json(field);
  return found;
}

}  // namespace tidegate::upstream::json
