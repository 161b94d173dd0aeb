#include "core/symbol.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/text.hpp"

namespace tidegate::core {
namespace {

using enum InstrumentType;

constexpr std::size_t kSpellingLengthMax = 32;

constexpr std::array kCurrencies{"USD", "EUR", "GBP", "JPY", "AUD", "NZD", "CAD", "CHF", "CNY",
                                 "CNH", "HKD", "SGD", "SEK", "NOK", "DKK", "ZAR", "MXN", "TRY",
                                 "INR", "KRW", "THB", "PLN", "CZK", "HUF", "ILS", "RUB", "BRL"};
constexpr std::array kMetals{"XAU", "XAG", "XPT", "XPD"};
// Longest first, so that BTCFDUSD is quoted in FDUSD.
constexpr std::array kCryptoQuotes{"FDUSD", "USDT", "USDC", "BUSD", "TUSD", "BTC", "ETH", "BNB"};
constexpr std::array kIndices{"SPX",  "NDX", "DJI",  "IXIC", "VIX", "DXY",
                              "FTSE", "DAX", "N225", "RUT",  "HSI", "HSTECH"};
constexpr std::array kHongKongFutures{"HSI", "MHI", "HHI", "MCH", "HTI"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool all_letters(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_upper_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

Instrument listed(std::string_view code, Market market, InstrumentType type) {
  const auto& facts = facts_of(market);
  return {std::string{code} + "." + std::string{facts.suffix},
          type,
          market,
          std::string{facts.currency},
          {},
          false};
}

Instrument bare(std::string_view code, Market market, InstrumentType type,
                std::string_view currency) {
  return {std::string{code}, type, market, std::string{currency}, {}, false};
}

// Hong Kong lists derivative warrants and bull/bear contracts in number ranges of their own.
InstrumentType hong_kong_type(std::string_view code) {
  if (code.size() == 6) return kIndex;
  const bool warrant =
      code.size() == 5 && (code[0] == '1' || code[0] == '2' || code[0] == '5' || code[0] == '6');
  return warrant ? kWarrant : kStock;
}

InstrumentType china_type(std::string_view code, Market market) {
  if (market == Market::kShanghai && code.starts_with("000")) return kIndex;
  if (market == Market::kShenzhen && code.starts_with("399")) return kIndex;
  if (market == Market::kShanghai && code.starts_with('5')) return kFund;
  if (market == Market::kShenzhen && (code.starts_with("15") || code.starts_with("16")))
    return kFund;
  return kStock;
}

std::optional<Instrument> hong_kong(std::string_view code) {
  if (!all_digits(code) || code.size() > 6) return std::nullopt;
  code.remove_prefix(std::min(code.find_first_not_of('0'), code.size()));
  if (code.empty()) return std::nullopt;
  return listed(code, Market::kHongKong, hong_kong_type(code));
}

std::optional<Instrument> china(std::string_view code, Market market) {
  if (!all_digits(code) || code.size() != 6) return std::nullopt;
  return listed(code, market, china_type(code, market));
}

// AAPL, BRK.B, BF-A: a letter first, one class mark inside at most.
std::optional<Instrument> united_states(std::string_view code) {
  constexpr std::size_t kCodeLengthMax = 10;
  if (code.empty() || code.size() > kCodeLengthMax || !all_letters(code.substr(0, 1))) {
    return std::nullopt;
  }
  const auto mark = code.find_first_of(".-");
  const auto root = code.substr(0, mark);
  const auto share_class = mark == code.npos ? std::string_view{"A"} : code.substr(mark + 1);
  if (!std::all_of(root.begin(), root.end(), is_upper_or_digit) || share_class.empty() ||
      !std::all_of(share_class.begin(), share_class.end(), is_upper_or_digit)) {
    return std::nullopt;
  }
  return listed(code, Market::kUs, kStock);
}

std::optional<Instrument> at_exchange(std::string_view exchange, std::string_view code) {
  if (exchange == "HK") return hong_kong(code);
  if (exchange == "US") return united_states(code);
  if (exchange == "SH") return china(code, Market::kShanghai);
  if (exchange == "SZ") return china(code, Market::kShenzhen);
  if (exchange == "BJ") return china(code, Market::kBeijing);
  return std::nullopt;
}

std::optional<Instrument> pair(std::string_view code) {
  if (code.size() == 6 && all_letters(code) && contains(kCurrencies, code.substr(3))) {
    if (contains(kMetals, code.substr(0, 3))) {
      return bare(code, Market::kMetal, kMetal, code.substr(3));
    }
    if (contains(kCurrencies, code.substr(0, 3))) {
      return bare(code, Market::kForex, kForex, code.substr(3));
    }
  }
  for (const std::string_view quote : kCryptoQuotes) {
    if (code.ends_with(quote) && code.size() >= quote.size() + 2) {
      return bare(code, Market::kCrypto, kCrypto, quote);
    }
  }
  return std::nullopt;
}

// Product letters and four digits: BU2609, AP8888, HSI8888.
std::optional<Instrument> future(std::string_view code) {
  if (code.size() < 5 || code.size() > 7) return std::nullopt;
  const auto product = code.substr(0, code.size() - 4);
  if (!all_letters(product) || !all_digits(code.substr(product.size()))) return std::nullopt;
  const auto market = contains(kHongKongFutures, product) ? Market::kHongKong : Market::kShanghai;
  return bare(code, market, kFuture, facts_of(market).currency);
}

// Six digits without an exchange: the first digits tell most of them apart.
Reading six_digits(std::string_view code) {
  if (code.starts_with("000")) {
    return {{*china(code, Market::kShenzhen), *china(code, Market::kShanghai)}, false};
  }
  if (code.starts_with('8') || code.starts_with('4') || code.starts_with("92")) {
    return {{*china(code, Market::kBeijing)}, true};
  }
  const bool shanghai = code.starts_with('6') || code.starts_with('5') || code.starts_with('9');
  return {{*china(code, shanghai ? Market::kShanghai : Market::kShenzhen)}, true};
}

Reading without_exchange(std::string_view code, InstrumentType type) {
  if (type == kToken) return {{bare(code, Market::kCrypto, kToken, "USD")}, true};
  if (all_digits(code)) {
    if (code.size() == 6) return six_digits(code);
    const auto hong_kong_stock = hong_kong(code);
    return hong_kong_stock ? Reading{{*hong_kong_stock}, true} : Reading{};
  }
  if (contains(kIndices, code)) return {{bare(code, Market::kGlobal, kIndex, "")}, true};
  if (const auto found = pair(code)) return {{*found}, true};
  if (const auto found = future(code)) return {{*found}, true};
  Reading reading{{}, false};
  if (const auto stock = united_states(code)) reading.candidates.push_back(*stock);
  if (all_letters(code)) reading.candidates.push_back(bare(code, Market::kGlobal, kIndex, ""));
  return reading;
}

std::optional<Instrument> with_exchange(std::string_view text) {
  const auto last = text.rfind('.');
  if (auto found = at_exchange(text.substr(last + 1), text.substr(0, last))) return found;
  const auto first = text.find('.');
  return at_exchange(text.substr(0, first), text.substr(first + 1));
}

Error malformed(std::string_view spelling, std::string description) {
  Error error{Fault::kInvalidField,
              "symbol \"" + cut(spelling, kSpellingLengthMax) + "\": " + description};
  error.metadata["symbol"] = cut(spelling, kSpellingLengthMax);
  error.fields.push_back({"symbol", std::move(description)});
  return error;
}

bool acceptable(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
}

// With an exchange, the type is only what the number range suggests: the caller may know better.
bool may_be(const Instrument& instrument, InstrumentType type, bool exchange_given) {
  const bool listed = type == kStock || type == kIndex || type == kFund || type == kWarrant;
  return compatible(type, instrument.type) || (exchange_given && listed);
}

Result<Reading> narrowed(Reading reading, std::string_view spelling, InstrumentType type) {
  if (type == kUnspecified) return reading;
  const bool exchange_given = spelling.find('.') != spelling.npos;
  std::erase_if(reading.candidates,
                [&](const Instrument& each) { return !may_be(each, type, exchange_given); });
  if (reading.candidates.empty()) {
    return malformed(spelling, "is not of type " + std::string{name_of(type)} +
                                   "; leave the type out or correct it");
  }
  for (auto& each : reading.candidates) {
    each.type = type;
    each.type_asked = true;
  }
  return reading;
}

}  // namespace

const MarketFacts& facts_of(Market market) {
  static constexpr std::array<MarketFacts, 9> kFacts{{{"US", "US", "USD", "America/New_York"},
                                                      {"HK", "HK", "HKD", "Asia/Hong_Kong"},
                                                      {"CN", "SH", "CNY", "Asia/Shanghai"},
                                                      {"CN", "SZ", "CNY", "Asia/Shanghai"},
                                                      {"CN", "BJ", "CNY", "Asia/Shanghai"},
                                                      {"CRYPTO", "", "", "UTC"},
                                                      {"FX", "", "", "UTC"},
                                                      {"METAL", "", "", "UTC"},
                                                      {"GLOBAL", "", "", ""}}};
  return kFacts[static_cast<std::size_t>(market)];
}

std::string_view name_of(InstrumentType type) {
  constexpr std::array<std::string_view, 10> kNames{"UNSPECIFIED", "STOCK",  "INDEX", "FUND",
                                                    "WARRANT",     "CRYPTO", "FOREX", "METAL",
                                                    "FUTURE",      "TOKEN"};
  return kNames[static_cast<std::size_t>(type)];
}

bool compatible(InstrumentType wished, InstrumentType found) {
  if (wished == kUnspecified || wished == found) return true;
  const auto trades_as_stock = [](InstrumentType type) {
    return type == kStock || type == kFund || type == kWarrant;
  };
  return trades_as_stock(wished) && trades_as_stock(found);
}

Result<Reading> read_symbol(std::string_view spelling, InstrumentType type) {
  if (spelling.empty()) return malformed(spelling, "must not be empty; for example 700.HK");
  if (spelling.size() > kSpellingLengthMax)
    return malformed(spelling, "is too long to be a symbol");
  if (!std::all_of(spelling.begin(), spelling.end(), acceptable)) {
    return malformed(spelling, "may hold letters, digits, '.' and '-' only; for example 700.HK");
  }
  std::string text{spelling};
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  Reading reading;
  if (text.find('.') == text.npos) {
    reading = without_exchange(text, type);
  } else if (auto found = with_exchange(text)) {
    reading.candidates.push_back(*std::move(found));
  }
  if (reading.candidates.empty()) {
    return malformed(spelling,
                     "fits no known form; for example 700.HK, AAPL.US, 600519.SH, BTCUSDT");
  }
  return narrowed(std::move(reading), spelling, type);
}

std::vector<std::string> aliases_of(const Instrument& instrument) {
  const auto& facts = facts_of(instrument.market);
  if (facts.suffix.empty() || instrument.type == kFuture) return {};
  auto code = instrument.symbol.substr(0, instrument.symbol.rfind('.'));
  const std::string suffix{facts.suffix};
  std::vector<std::string> aliases;
  constexpr std::size_t kPaddedLength = 5;
  if (instrument.market == Market::kHongKong && code.size() < kPaddedLength) {
    code.insert(0, kPaddedLength - code.size(), '0');
    aliases.push_back(code + "." + suffix);
  }
  aliases.push_back(suffix + "." + code);
  return aliases;
}

Error ambiguous(std::string_view spelling, const std::vector<Instrument>& candidates) {
  std::string symbols;
  std::string described;
  for (const auto& each : candidates) {
    const auto* const comma = symbols.empty() ? "" : ",";
    symbols += comma + each.symbol;
    described += comma + each.symbol + " (" + std::string{name_of(each.type)} + ")";
  }
  const auto description =
      "fits several instruments: " + described + "; ask for one, or send a type";
  const std::string symbol{spelling};
  return {Fault::kAmbiguousSymbol,
          "symbol \"" + symbol + "\" " + description,
          {{"candidates", symbols}, {"symbol", symbol}},
          {{"symbol", description}}};
}

}  // namespace tidegate::core
