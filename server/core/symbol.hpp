#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace tidegate::core {

enum class InstrumentType {
  kUnspecified,
  kStock,
  kIndex,
  kFund,
  kWarrant,
  kCrypto,
  kForex,
  kMetal,
  kFuture,
  kToken,
};

enum class Market {
  kUs,
  kHongKong,
  kShanghai,
  kShenzhen,
  kBeijing,
  kCrypto,
  kForex,
  kMetal,
  kGlobal
};

// What is true of every instrument of a market. Shanghai, Shenzhen and Beijing are one: "CN".
struct MarketFacts {
  std::string_view name;
  std::string_view suffix;    // of the canonical spelling, empty where symbols are bare
  std::string_view currency;  // empty where it differs by instrument
  std::string_view time_zone;
};
const MarketFacts& facts_of(Market market);

struct Instrument {
  std::string symbol;  // canonical: `700.HK`, `BTCUSDT`
  InstrumentType type = InstrumentType::kUnspecified;
  Market market = Market::kGlobal;
  std::string currency;     // empty where unknown
  std::string name;         // empty where no provider's list was asked
  bool type_asked = false;  // the caller named the type, so a provider is told it too

  friend bool operator==(const Instrument&, const Instrument&) = default;
};

// What a spelling can mean, judged by its form alone.
struct Reading {
  std::vector<Instrument> candidates;
  // False: the form fits, but only a provider's list can tell whether it is one of these.
  bool certain = true;
};

// Any accepted spelling: `700.HK`, `00700.hk`, `HK.00700`, `BTCUSDT`, `000001`. A type narrows the
// candidates, and is an error where it fits none.
Result<Reading> read_symbol(std::string_view spelling, InstrumentType type);

// Whether two types answer the same wish: a fund or a warrant trades, and is asked for, as a stock.
bool compatible(InstrumentType wished, InstrumentType found);

// Other spellings under which callers may know it.
std::vector<std::string> aliases_of(const Instrument& instrument);

// The error for a spelling that fits several instruments.
Error ambiguous(std::string_view spelling, const std::vector<Instrument>& candidates);

std::string_view name_of(InstrumentType type);

}  // namespace tidegate::core
