#include "tests/simulators/tickdb/decimals.hpp"

namespace tidegate::simulators::tickdb {
namespace {

__extension__ using Wide = __int128;

}  // namespace

std::string decimal(std::int64_t value, int digits, bool trims_zeros) {
  const bool negative = value < 0;
  std::string text = std::to_string(negative ? -value : value);
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) {
    text.insert(text.size() - places, 1, '.');
    while (trims_zeros && text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return negative ? "-" + text : text;
}

std::string quote_volume(const Product& product, const Bar& bar) {
  const std::int64_t three_prices = bar.high + bar.low + bar.close;
  Wide divisor = 3;
  for (int i = 0; i < product.price_digits + product.volume_digits; ++i) divisor *= 10;
  const Wide cents = static_cast<Wide>(bar.volume) * three_prices * 100;
  const Wide rounded = (cents + divisor / 2) / divisor;
  return decimal(static_cast<std::int64_t>(rounded), 2, true);
}

}  // namespace tidegate::simulators::tickdb
