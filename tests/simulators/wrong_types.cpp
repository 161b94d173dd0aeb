#include <boost/json.hpp>

#include "tests/simulators/mischief.hpp"

namespace tidegate::simulators {
namespace {

namespace json = boost::json;

// What a value may become. A kind is skipped when the value is of that kind already.
json::value wrong(const json::value& value, int turn) {
  switch (turn % 5) {
    case 0: return value.is_string() ? json::value{12.5} : json::value{"12.5"};
    case 1: return nullptr;
    case 2: return json::object{{"value", value}};
    case 3: return true;
    default: return json::array{value};
  }
}

void swap(json::value& value, int& turn) {
  if (value.is_object()) {
    for (auto& member : value.as_object()) swap(member.value(), turn);
  } else if (value.is_array()) {
    for (auto& element : value.as_array()) swap(element, turn);
  } else {
    value = wrong(value, turn++);
  }
}

}  // namespace

std::string with_wrong_types(const std::string& body, int turn) {
  boost::system::error_code error;
  json::value value = json::parse(body, error);
  if (error || !value.is_object()) return body;
  for (auto& member : value.as_object()) {
    if (member.key() != "code" && member.key() != "message") swap(member.value(), turn);
  }
  return json::serialize(value);
}

}  // namespace tidegate::simulators
