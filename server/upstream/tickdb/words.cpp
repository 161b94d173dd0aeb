#include "upstream/tickdb/words.hpp"

#include <algorithm>
#include <array>

namespace tidegate::upstream::tickdb {

using core::InstrumentType;
using core::Market;

std::string_view interval_word(core::Interval interval) {
  constexpr std::array<std::string_view, 11> kWords{"1m", "3m", "5m", "15m", "30m", "1h",
                                                    "2h", "4h", "1d", "1w",  "1M"};
  return kWords[static_cast<std::size_t>(interval)];
}

std::string_view type_word(InstrumentType type) {
  switch (type) {
    case InstrumentType::kStock:
    case InstrumentType::kFund:
    case InstrumentType::kWarrant: return "stock";
    case InstrumentType::kIndex: return "indices";
    case InstrumentType::kCrypto: return "crypto";
    case InstrumentType::kForex:
    case InstrumentType::kMetal: return "forex";
    case InstrumentType::kFuture: return "futures";
    case InstrumentType::kUnspecified:
    case InstrumentType::kToken: return "";
  }
  return "";
}

InstrumentType type_of(std::string_view word, Market market) {
  if (word == "stock") return InstrumentType::kStock;
  if (word == "indices") return InstrumentType::kIndex;
  if (word == "crypto") return InstrumentType::kCrypto;
  if (word == "forex")
    return market == Market::kMetal ? InstrumentType::kMetal : InstrumentType::kForex;
  if (word == "futures") return InstrumentType::kFuture;
  return InstrumentType::kUnspecified;
}

std::string_view product_market(Market market) {
  switch (market) {
    case Market::kUs: return "US";
    case Market::kHongKong: return "HK";
    case Market::kShanghai:
    case Market::kShenzhen:
    case Market::kBeijing: return "CN";
    case Market::kCrypto:
    case Market::kForex:
    case Market::kMetal:
    case Market::kGlobal: return "GLOBAL";
  }
  return "GLOBAL";
}

bool means(std::string_view their_symbol, const core::Instrument& instrument) {
  if (their_symbol == instrument.symbol) return true;
  const auto reading = core::read_symbol(their_symbol, InstrumentType::kUnspecified);
  if (!reading) return false;
  const auto& candidates = reading->candidates;
  return std::any_of(candidates.begin(), candidates.end(), [&](const core::Instrument& each) {
    return each.symbol == instrument.symbol;
  });
}

}  // namespace tidegate::upstream::tickdb
