#include "tests/simulators/tickdb/parameters.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

namespace tidegate::simulators::tickdb {
namespace {

namespace json = boost::json;

Refusal missing(std::string_view name) {
  return {"2001", std::string{name} + " parameter is required"};
}

Refusal invalid(std::string_view name) {
  return {"2001", "invalid " + std::string{name} + " parameter"};
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (text.empty() || error != std::errc{} || end != last) return {};
  return value;
}

Read<std::optional<Type>> read_type(const Request& request) {
  const auto name = request.parameter("type");
  if (name.empty()) return std::optional<Type>{};
  const auto type = type_named(name);
  if (!type) return invalid("type");
  return type;
}

Read<Interval> read_interval(const Request& request) {
  const auto name = request.parameter("interval");
  if (name.empty()) return missing("interval");
  const auto interval = interval_named(name);
  if (!interval) return invalid("interval");
  return *interval;
}

Read<std::string> read_adjust(const Request& request) {
  const auto adjust = request.parameter("adjust");
  if (adjust.empty()) return std::string{"none"};
  if (adjust != "none" && adjust != "forward" && adjust != "backward") return invalid("adjust");
  return std::string{adjust};
}

Read<std::size_t> read_limit(const Request& request) {
  constexpr std::int64_t kUsual = 100;
  constexpr std::int64_t kMost = 1000;
  const auto text = request.parameter("limit");
  if (text.empty()) return std::size_t{kUsual};
  const auto limit = whole_number(text);
  if (!limit) return invalid("limit");
  return static_cast<std::size_t>(*limit <= 0 ? kUsual : std::min(*limit, kMost));
}

Read<std::optional<Instant>> read_time(const Request& request, std::string_view name) {
  const auto text = request.parameter(name);
  if (text.empty()) return std::optional<Instant>{};
  const auto time = whole_number(text);
  if (!time) return invalid(name);
  if (*time < 0) return Refusal{"2003", std::string{name} + " must not be negative"};
  return std::optional<Instant>{Instant{std::chrono::milliseconds{*time}}};
}

Read<const Product*> read_symbol(const Request& request, const Catalogue& catalogue) {
  const auto symbol = request.parameter("symbol");
  if (symbol.empty()) return missing("symbol");
  const auto type = read_type(request);
  if (!type) return type.error();
  const auto found = catalogue.find(symbol, *type);
  if (!found) return refusal_of(found.error(), symbol);
  return *found;
}

Read<std::vector<std::string>> read_symbols(const Request& request, std::size_t limit) {
  std::string_view rest = request.parameter("symbols");
  std::vector<std::string> symbols;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const auto symbol = rest.substr(0, comma);
    if (!symbol.empty()) symbols.emplace_back(symbol);
    rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
  }
  if (symbols.empty()) return missing("symbols");
  if (symbols.size() > limit) {
    return Refusal{"2004", "at most " + std::to_string(limit) + " symbols are allowed"};
  }
  return symbols;
}

Refusal refusal_of(const Unresolved& why, std::string_view spelling) {
  const std::string quoted = " '" + std::string{spelling.substr(0, 40)} + "'";
  switch (why.mistake) {
    case Mistake::kSpelling: return {"2005", "unsupported symbol format" + quoted};
    case Mistake::kUnknown: return {"2002", "symbol" + quoted + " not found or not supported"};
    case Mistake::kTypeDisagrees: return {"2006", "suffix of" + quoted + " and type do not match"};
    case Mistake::kAmbiguous: break;
  }
  json::array types;
  for (const Type type : why.available) types.emplace_back(name_of(type));
  return {"AMBIGUOUS_SYMBOL", "symbol" + quoted + " is ambiguous, please specify type",
          json::object{{"available_types", types}}};
}

}  // namespace tidegate::simulators::tickdb
