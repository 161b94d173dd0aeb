#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "tests/simulators/tickdb/sessions.hpp"

namespace tidegate::simulators::tickdb {

enum class Type { kStock, kIndex, kCrypto, kForex, kFuture };

std::string_view name_of(Type type);  // as the provider spells it: "indices"
std::optional<Type> type_named(std::string_view name);

struct Product {
  std::string symbol;
  std::string name;
  std::string market;  // US, HK, CN, GLOBAL
  Type type = Type::kStock;
  std::string currency;
  bool active = true;
  Calendar calendar = Calendar::kUs;
  int price_digits = 2;   // of the unit in which prices are counted
  int volume_digits = 0;  // likewise
  int lot = 1;            // volumes are multiples of it, in their unit
  bool trims_zeros = true;
  double price = 0;   // about what it costs
  double volume = 0;  // about what is traded in a day
  double wildness = 1;
  std::uint64_t seed = 0;
};

enum class Mistake { kSpelling, kUnknown, kTypeDisagrees, kAmbiguous };

struct Unresolved {
  Mistake mistake = Mistake::kUnknown;
  std::vector<Type> available;  // when it is ambiguous
};

// Everything that the provider knows. Never changes.
class Catalogue {
 public:
  Catalogue();

  const std::vector<Product>& products() const { return products_; }

  // Takes the spellings that the provider takes: 700.HK, 00700.HK, and bare codes as long as they
  // mean one thing. Products that are no longer active are not found.
  boost::system::result<const Product*, Unresolved> find(std::string_view spelling,
                                                         std::optional<Type> type) const;

 private:
  using Found = boost::system::result<const Product*, Unresolved>;
  Found find_suffixed(std::string_view spelling, std::optional<Type> type) const;
  Found find_bare(std::string_view code, std::optional<Type> type) const;

  std::vector<Product> products_;
  std::map<std::string, const Product*, std::less<>> by_symbol_;
  std::multimap<std::string, const Product*, std::less<>> by_code_;  // without the suffix
};

}  // namespace tidegate::simulators::tickdb
