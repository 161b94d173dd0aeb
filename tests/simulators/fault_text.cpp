#include "tests/simulators/fault_text.hpp"

#include <limits>

#include <boost/json.hpp>

namespace tidegate::simulators {
namespace {

namespace json = boost::json;
template <class T>
using Read = boost::system::result<T, std::string>;
using Mishap = std::optional<std::string>;

Mishap read(const json::value& value, std::string& to) {
  if (!value.is_string()) return "must be a string";
  to.assign(value.as_string().data(), value.as_string().size());
  return {};
}

Mishap read(const json::value& value, int& to) {
  const bool fits = value.is_int64() && value.as_int64() >= std::numeric_limits<int>::min() &&
                    value.as_int64() <= std::numeric_limits<int>::max();
  if (!fits) return "must be a whole number";
  to = static_cast<int>(value.as_int64());
  return {};
}

Mishap read(const json::value& value, FaultKind& to) {
  std::string name;
  if (auto mishap = read(value, name)) return mishap;
  const auto kind = fault_kind(name);
  if (!kind || *kind == FaultKind::kNone) return "is none of the kinds there are: '" + name + "'";
  to = *kind;
  return {};
}

Mishap read(const json::value& value, std::chrono::milliseconds& to) {
  int count = 0;
  if (auto mishap = read(value, count)) return mishap;
  to = std::chrono::milliseconds{count};
  return {};
}

Mishap read(const json::value& value, std::vector<std::pair<std::string, std::string>>& to) {
  if (!value.is_object()) return "must be an object of strings";
  for (const auto& member : value.as_object()) {
    std::string text;
    if (read(member.value(), text)) return "must be an object of strings";
    to.emplace_back(std::string{member.key()}, text);
  }
  return {};
}

Mishap read_field(const std::string& name, const json::value& value, Fault& fault) {
  if (name == "kind") return read(value, fault.kind);
  if (name == "path_prefix") return read(value, fault.path_prefix);
  if (name == "times") return read(value, fault.times);
  if (name == "delay") return read(value, fault.delay);
  if (name == "status") return read(value, fault.status);
  if (name == "body") return read(value, fault.body);
  if (name == "headers") return read(value, fault.headers);
  if (name == "code") return read(value, fault.code);
  if (name == "variant") return read(value, fault.variant);
  return "is not a field of a fault";
}

Read<Fault> read_fault(const json::value& value) {
  Fault fault;
  if (!value.is_object()) return std::string{"a fault is a JSON object"};
  for (const auto& member : value.as_object()) {
    const std::string name{member.key()};
    if (const auto mishap = read_field(name, member.value(), fault)) return name + " " + *mishap;
  }
  if (fault.kind == FaultKind::kNone) return std::string{"a fault needs a kind"};
  return fault;
}

}  // namespace

Read<std::vector<Fault>> read_faults(const json::value& value) {
  std::vector<Fault> faults;
  if (!value.is_array()) {
    auto fault = read_fault(value);
    if (!fault) return fault.error();
    faults.push_back(*fault);
    return faults;
  }
  for (const auto& each : value.as_array()) {
    auto fault = read_fault(each);
    if (!fault) return fault.error();
    faults.push_back(*fault);
  }
  return faults;
}

}  // namespace tidegate::simulators
