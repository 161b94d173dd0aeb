#include "tests/simulators/tickdb/symbols.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tests/simulators/tickdb/listings.hpp"

namespace tidegate::simulators::tickdb {
namespace {

constexpr std::size_t kSymbolMax = 20;

constexpr std::array<std::pair<Type, std::string_view>, 5> kTypes{{
    {Type::kStock, "stock"},
    {Type::kIndex, "indices"},
    {Type::kCrypto, "crypto"},
    {Type::kForex, "forex"},
    {Type::kFuture, "futures"},
}};

bool is_digit(char each) {
  return each >= '0' && each <= '9';
}
bool is_upper(char each) {
  return each >= 'A' && each <= 'Z';
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, is_digit);
}

bool well_spelt(std::string_view text) {
  return text.size() <= kSymbolMax && std::ranges::all_of(text, [](char each) {
           return is_digit(each) || is_upper(each) || each == '.';
         });
}

std::string_view without_zeros(std::string_view code) {
  while (code.size() > 1 && code.front() == '0') code.remove_prefix(1);
  return code;
}

// Whether the part before a suffix can be a code of that market.
bool fits(std::string_view code, std::string_view suffix) {
  if (suffix == "HK") return !code.empty() && code.size() <= 5 && all_digits(code);
  if (suffix == "SH" || suffix == "SZ" || suffix == "BJ") {
    return code.size() == 6 && all_digits(code);
  }
  return suffix == "US" && !code.empty() && is_upper(code.front()) && code.back() != '.';
}

std::string_view code_of(const Product& product) {
  const std::string_view symbol = product.symbol;
  return symbol.substr(0, symbol.rfind('.'));
}

}  // namespace

std::string_view name_of(Type type) {
  for (const auto& [each, name] : kTypes) {
    if (each == type) return name;
  }
  return "stock";
}

std::optional<Type> type_named(std::string_view name) {
  for (const auto& [type, each] : kTypes) {
    if (each == name) return type;
  }
  return {};
}

Catalogue::Catalogue() : products_{stock_listings()} {
  auto others = global_listings();
  products_.insert(products_.end(), std::make_move_iterator(others.begin()),
                   std::make_move_iterator(others.end()));
  for (const Product& each : products_) {
    by_symbol_.emplace(each.symbol, &each);
    by_code_.emplace(code_of(each), &each);
  }
}

Catalogue::Found Catalogue::find(std::string_view spelling, std::optional<Type> type) const {
  if (!well_spelt(spelling)) return Unresolved{Mistake::kSpelling, {}};
  const bool suffixed = spelling.find('.') != spelling.npos;
  Found found = suffixed ? find_suffixed(spelling, type) : find_bare(spelling, type);
  if (found.has_value() && !(*found)->active) return Unresolved{Mistake::kUnknown, {}};
  return found;
}

Catalogue::Found Catalogue::find_suffixed(std::string_view spelling,
                                          std::optional<Type> type) const {
  const auto dot = spelling.rfind('.');
  const std::string_view code = spelling.substr(0, dot);
  const std::string_view suffix = spelling.substr(dot + 1);
  if (!fits(code, suffix)) return Unresolved{Mistake::kSpelling, {}};
  // Before the look-up: a suffix belongs to stocks and to the indices of their exchange, whatever
  // is listed there.
  const bool possible = !type || *type == Type::kStock || *type == Type::kIndex;
  if (!possible) return Unresolved{Mistake::kTypeDisagrees, {}};
  std::string symbol{suffix == "HK" ? without_zeros(code) : code};
  symbol.append(".").append(suffix);
  const auto found = by_symbol_.find(symbol);
  if (found == by_symbol_.end()) return Unresolved{Mistake::kUnknown, {}};
  if (type && *type != found->second->type) return Unresolved{Mistake::kTypeDisagrees, {}};
  return found->second;
}

Catalogue::Found Catalogue::find_bare(std::string_view code, std::optional<Type> type) const {
  const auto exact = by_symbol_.find(code);
  if (exact != by_symbol_.end()) {
    if (type && *type != exact->second->type) return Unresolved{Mistake::kUnknown, {}};
    return exact->second;
  }
  // Six digits mean the mainland; fewer mean Hong Kong, padded or not.
  const bool padded = code.size() <= 5 && all_digits(code);
  const auto [first, last] = by_code_.equal_range(padded ? without_zeros(code) : code);
  std::vector<const Product*> fitting;
  for (auto each = first; each != last; ++each) {
    if (!type || *type == each->second->type) fitting.push_back(each->second);
  }
  if (fitting.empty()) return Unresolved{Mistake::kUnknown, {}};
  if (fitting.size() == 1) return fitting.front();
  Unresolved ambiguous{Mistake::kAmbiguous, {}};
  for (const Product* each : fitting) ambiguous.available.push_back(each->type);
  std::ranges::sort(ambiguous.available);
  return ambiguous;
}

}  // namespace tidegate::simulators::tickdb
