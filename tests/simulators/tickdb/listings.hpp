#pragma once

#include <string_view>
#include <vector>

#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

// One row of the tables from which the catalogue is made. Names and codes are those of real
// instruments; prices and volumes are only of their size.
struct Listing {
  std::string_view symbol;
  std::string_view name;
  double price;
  double volume;
  bool active = true;
};

const std::vector<Listing>& us_stocks();
const std::vector<Listing>& hk_stocks();
const std::vector<Listing>& cn_stocks();
const std::vector<Listing>& cn_indices();

std::vector<Product> stock_listings();   // US, Hong Kong, mainland, with the mainland's indices
std::vector<Product> global_listings();  // indices, crypto, forex, metals, futures

}  // namespace tidegate::simulators::tickdb
