#pragma once

#include <cstdint>
#include <string>

#include "tests/simulators/tickdb/figures.hpp"

namespace tidegate::simulators::tickdb {

// `value` counted in units of 10^-digits, as a plain decimal.
std::string decimal(std::int64_t value, int digits, bool trims_zeros);

// Volume times (high + low + close) / 3, to the cent: what the provider publishes as quote_volume.
std::string quote_volume(const Product& product, const Bar& bar);

}  // namespace tidegate::simulators::tickdb
