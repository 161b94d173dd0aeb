#include "core/symbol.hpp"

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

using enum InstrumentType;

// `SYMBOL TYPE MARKET CURRENCY`, of each candidate, or the fault.
std::string meaning(std::string_view spelling, InstrumentType type = kUnspecified) {
  const auto reading = read_symbol(spelling, type);
  if (!reading) return "refused";
  std::string text;
  for (const auto& each : reading.value().candidates) {
    text += (text.empty() ? "" : " | ") + each.symbol + " " + std::string{name_of(each.type)} +
            " " + std::string{facts_of(each.market).name} + " " + each.currency;
  }
  return text;
}

struct Meaning {
  std::string_view spelling;
  std::string_view meaning;
};

void PrintTo(const Meaning& row, std::ostream* out) {
  *out << row.spelling;
}

class SymbolMeaning : public testing::TestWithParam<Meaning> {};

TEST_P(SymbolMeaning, IsOneInstrumentForCertain) {
  const auto& [spelling, expected] = GetParam();
  EXPECT_EQ(meaning(spelling), expected);
  const auto reading = read_symbol(spelling, kUnspecified);
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading.value().certain);
  EXPECT_FALSE(reading.value().candidates.front().type_asked);
  EXPECT_EQ(reading.value().candidates.front().name, "");
}

INSTANTIATE_TEST_SUITE_P(
    Listed, SymbolMeaning,
    testing::Values(
        Meaning{"700.HK", "700.HK STOCK HK HKD"}, Meaning{"00700.HK", "700.HK STOCK HK HKD"},
        Meaning{"HK.00700", "700.HK STOCK HK HKD"}, Meaning{"hk.00700", "700.HK STOCK HK HKD"},
        Meaning{"HK.700", "700.HK STOCK HK HKD"}, Meaning{"00700.hk", "700.HK STOCK HK HKD"},
        Meaning{"700", "700.HK STOCK HK HKD"}, Meaning{"00700", "700.HK STOCK HK HKD"},
        Meaning{"9988.HK", "9988.HK STOCK HK HKD"}, Meaning{"1.HK", "1.HK STOCK HK HKD"},
        Meaning{"80700.HK", "80700.HK STOCK HK HKD"},
        Meaning{"13571.HK", "13571.HK WARRANT HK HKD"},
        Meaning{"61234.HK", "61234.HK WARRANT HK HKD"},
        Meaning{"800000.HK", "800000.HK INDEX HK HKD"}, Meaning{"AAPL.US", "AAPL.US STOCK US USD"},
        Meaning{"aapl.us", "AAPL.US STOCK US USD"}, Meaning{"US.AAPL", "AAPL.US STOCK US USD"},
        Meaning{"F.US", "F.US STOCK US USD"}, Meaning{"BRK.B.US", "BRK.B.US STOCK US USD"},
        Meaning{"US.BRK.B", "BRK.B.US STOCK US USD"}, Meaning{"BF-A.US", "BF-A.US STOCK US USD"},
        Meaning{"HK.US", "HK.US STOCK US USD"}, Meaning{"600519.SH", "600519.SH STOCK CN CNY"},
        Meaning{"sh.600519", "600519.SH STOCK CN CNY"}, Meaning{"600519", "600519.SH STOCK CN CNY"},
        Meaning{"000001.SZ", "000001.SZ STOCK CN CNY"},
        Meaning{"000001.SH", "000001.SH INDEX CN CNY"},
        Meaning{"399001.SZ", "399001.SZ INDEX CN CNY"}, Meaning{"399001", "399001.SZ INDEX CN CNY"},
        Meaning{"300750", "300750.SZ STOCK CN CNY"}, Meaning{"002594", "002594.SZ STOCK CN CNY"},
        Meaning{"510300.SH", "510300.SH FUND CN CNY"},
        Meaning{"159919.SZ", "159919.SZ FUND CN CNY"},
        Meaning{"920186.BJ", "920186.BJ STOCK CN CNY"}, Meaning{"920186", "920186.BJ STOCK CN CNY"},
        Meaning{"430047", "430047.BJ STOCK CN CNY"}));

INSTANTIATE_TEST_SUITE_P(
    Bare, SymbolMeaning,
    testing::Values(
        Meaning{"SPX", "SPX INDEX GLOBAL "}, Meaning{"ndx", "NDX INDEX GLOBAL "},
        Meaning{"DJI", "DJI INDEX GLOBAL "}, Meaning{"IXIC", "IXIC INDEX GLOBAL "},
        Meaning{"VIX", "VIX INDEX GLOBAL "}, Meaning{"DXY", "DXY INDEX GLOBAL "},
        Meaning{"FTSE", "FTSE INDEX GLOBAL "}, Meaning{"DAX", "DAX INDEX GLOBAL "},
        Meaning{"N225", "N225 INDEX GLOBAL "}, Meaning{"EURUSD", "EURUSD FOREX FX USD"},
        Meaning{"eurusd", "EURUSD FOREX FX USD"}, Meaning{"GBPUSD", "GBPUSD FOREX FX USD"},
        Meaning{"USDJPY", "USDJPY FOREX FX JPY"}, Meaning{"XAUUSD", "XAUUSD METAL METAL USD"},
        Meaning{"XAGUSD", "XAGUSD METAL METAL USD"},
        Meaning{"BTCUSDT", "BTCUSDT CRYPTO CRYPTO USDT"},
        Meaning{"btcusdt", "BTCUSDT CRYPTO CRYPTO USDT"},
        Meaning{"ETHUSDT", "ETHUSDT CRYPTO CRYPTO USDT"},
        Meaning{"ADAUSDT", "ADAUSDT CRYPTO CRYPTO USDT"},
        Meaning{"ETHBTC", "ETHBTC CRYPTO CRYPTO BTC"},
        Meaning{"BTCFDUSD", "BTCFDUSD CRYPTO CRYPTO FDUSD"},
        Meaning{"1000PEPEUSDT", "1000PEPEUSDT CRYPTO CRYPTO USDT"},
        Meaning{"BU2609", "BU2609 FUTURE CN CNY"}, Meaning{"AP8888", "AP8888 FUTURE CN CNY"},
        Meaning{"HSI8888", "HSI8888 FUTURE HK HKD"}, Meaning{"MHI8888", "MHI8888 FUTURE HK HKD"}));

struct Choice {
  std::string_view spelling;
  std::string_view candidates;
};

TEST(Symbol, WhatOnlyAListCanTellIsNotGuessed) {
  for (const auto& [spelling, candidates] :
       {Choice{"000001", "000001.SZ STOCK CN CNY | 000001.SH INDEX CN CNY"},
        Choice{"AAPL", "AAPL.US STOCK US USD | AAPL INDEX GLOBAL "},
        Choice{"BTC", "BTC.US STOCK US USD | BTC INDEX GLOBAL "},
        Choice{"BRK-B", "BRK-B.US STOCK US USD"}}) {
    const auto reading = read_symbol(spelling, kUnspecified);
    ASSERT_TRUE(reading) << spelling;
    EXPECT_FALSE(reading.value().certain) << spelling;
    EXPECT_EQ(meaning(spelling), candidates);
  }
}

struct Narrowing {
  std::string_view spelling;
  InstrumentType type;
  std::string_view meaning;
};

TEST(Symbol, ATypeNarrowsTheCandidates) {
  for (const auto& [spelling, type, expected] :
       {Narrowing{"000001", kStock, "000001.SZ STOCK CN CNY"},
        Narrowing{"000001", kIndex, "000001.SH INDEX CN CNY"},
        Narrowing{"AAPL", kStock, "AAPL.US STOCK US USD"},
        Narrowing{"AAPL", kIndex, "AAPL INDEX GLOBAL "},
        Narrowing{"BTC", kToken, "BTC TOKEN CRYPTO USD"},
        Narrowing{"btc", kToken, "BTC TOKEN CRYPTO USD"},
        Narrowing{"BTCUSDT", kCrypto, "BTCUSDT CRYPTO CRYPTO USDT"},
        Narrowing{"XAUUSD", kMetal, "XAUUSD METAL METAL USD"},
        Narrowing{"BU2609", kFuture, "BU2609 FUTURE CN CNY"},
        Narrowing{"13571.HK", kStock, "13571.HK STOCK HK HKD"},
        Narrowing{"13571", kWarrant, "13571.HK WARRANT HK HKD"}}) {
    EXPECT_EQ(meaning(spelling, type), expected);
    const auto reading = read_symbol(spelling, type);
    ASSERT_TRUE(reading) << spelling;
    EXPECT_TRUE(reading.value().candidates.front().type_asked);
  }
}

TEST(Symbol, OfACodeWithItsExchangeTheCallerMayKnowTheTypeBetter) {
  EXPECT_EQ(meaning("2800.HK", kFund), "2800.HK FUND HK HKD");
  EXPECT_EQ(meaning("000688.SH", kStock), "000688.SH STOCK CN CNY");
  EXPECT_EQ(meaning("SPY.US", kFund), "SPY.US FUND US USD");
}

TEST(Symbol, ATypeThatFitsNoCandidateIsAnError) {
  for (const auto& [spelling, type] :
       std::vector<std::pair<std::string_view, InstrumentType>>{{"700.HK", kCrypto},
                                                                {"700.HK", kForex},
                                                                {"700.HK", kToken},
                                                                {"700.HK", kFuture},
                                                                {"600519", kIndex},
                                                                {"BTCUSDT", kForex},
                                                                {"BTCUSDT", kStock},
                                                                {"EURUSD", kMetal},
                                                                {"SPX", kStock},
                                                                {"BU2609", kStock}}) {
    const auto reading = read_symbol(spelling, type);
    ASSERT_FALSE(reading) << spelling;
    EXPECT_EQ(reading.error().fault, Fault::kInvalidField);
    EXPECT_NE(reading.error().message.find(name_of(type)), std::string::npos);
  }
}

TEST(Symbol, MalformedSpellingsAreRefusedWithTheFieldsName) {
  using namespace std::string_view_literals;
  for (const auto spelling :
       {""sv,           "."sv,         ".."sv,        "-"sv,         ".HK"sv,
        "HK."sv,        "0.HK"sv,      "00000.HK"sv,  "0"sv,         "0000700.HK"sv,
        "1234567.HK"sv, "7OO.HK"sv,    "AAPL.HK"sv,   "60051.SH"sv,  "6005190.SH"sv,
        "ABCDEF.SZ"sv,  "700.XX"sv,    "700.HK."sv,   ".700.HK"sv,   "AAPL..US"sv,
        "AAPL-.US"sv,   "1AAPL.US"sv,  "A.B.C.US"sv,  "BRK.B"sv,     "TOOLONGCODE.US"sv,
        "AAPL US"sv,    " AAPL.US"sv,  "AAPL.US "sv,  "700,HK"sv,    "700.HK,5.HK"sv,
        "AAPL/US"sv,    "AAPL_US"sv,   "AAPL.US\n"sv, "AAPL\0.US"sv, "\xE8\x85\xBE\xE8\xAE\xAF"sv,
        "\xFF\xFE"sv,   "../../etc"sv, "%41APL.US"sv, "a&b"sv,       "'; --"sv}) {
    const auto reading = read_symbol(spelling, kUnspecified);
    ASSERT_FALSE(reading) << spelling;
    EXPECT_EQ(reading.error().fault, Fault::kInvalidField);
    ASSERT_EQ(reading.error().fields.size(), 1U);
    EXPECT_EQ(reading.error().fields[0].field, "symbol");
    EXPECT_NE(reading.error().fields[0].description, "");
  }
}

TEST(Symbol, ALongSpellingIsRefusedAndNotRepeatedWhole) {
  const auto reading = read_symbol(std::string(100'000, 'A') + ".US", kUnspecified);

  ASSERT_FALSE(reading);
  EXPECT_LT(reading.error().message.size(), 200U);
  EXPECT_FALSE(read_symbol(std::string(33, 'A'), kToken));
  EXPECT_TRUE(read_symbol(std::string(32, 'A'), kToken));
}

TEST(Symbol, ARefusalNeverEndsInHalfACharacter) {
  const std::string wide = "\xE8\x85\xBE";  // three bytes
  const auto reading = read_symbol(std::string(31, 'A') + wide, kUnspecified);

  ASSERT_FALSE(reading);
  const auto& message = reading.error().message;
  const auto lead = message.find('\xE8');
  EXPECT_TRUE(lead == std::string::npos || message.compare(lead, wide.size(), wide) == 0)
      << message;
}

TEST(Symbol, EveryAliasLeadsBack) {
  for (const std::string_view symbol :
       {"700.HK", "1.HK", "9988.HK", "80700.HK", "800000.HK", "AAPL.US", "BRK.B.US", "600519.SH",
        "000001.SZ", "000001.SH", "920186.BJ"}) {
    const auto instrument = read_symbol(symbol, kUnspecified).value().candidates.front();
    const auto aliases = aliases_of(instrument);
    EXPECT_FALSE(aliases.empty());
    for (const auto& alias : aliases) {
      EXPECT_NE(alias, symbol);
      EXPECT_EQ(meaning(alias), meaning(symbol)) << alias;
    }
  }
}

TEST(Symbol, AliasesAreTheOtherSpellings) {
  const auto aliases = [](std::string_view symbol) {
    return aliases_of(read_symbol(symbol, kUnspecified).value().candidates.front());
  };
  EXPECT_EQ(aliases("700.HK"), (std::vector<std::string>{"00700.HK", "HK.00700"}));
  EXPECT_EQ(aliases("80700.HK"), std::vector<std::string>{"HK.80700"});
  EXPECT_EQ(aliases("AAPL.US"), std::vector<std::string>{"US.AAPL"});
  for (const std::string_view bare : {"BTCUSDT", "EURUSD", "XAUUSD", "SPX", "HSI8888", "BU2609"}) {
    EXPECT_TRUE(aliases(bare).empty()) << bare;
  }
}

TEST(Symbol, AmbiguityIsReportedWithItsCandidates) {
  const auto reading = read_symbol("000001", kUnspecified);
  const auto error = ambiguous("000001", reading.value().candidates);

  EXPECT_EQ(error.fault, Fault::kAmbiguousSymbol);
  EXPECT_EQ(error.metadata.at("candidates"), "000001.SZ,000001.SH");
  EXPECT_NE(error.message.find("000001.SZ (STOCK)"), std::string::npos);
}

TEST(Symbol, AFundOrAWarrantIsAskedForAsAStock) {
  EXPECT_TRUE(compatible(kStock, kFund));
  EXPECT_TRUE(compatible(kStock, kWarrant));
  EXPECT_TRUE(compatible(kFund, kStock));
  EXPECT_TRUE(compatible(kUnspecified, kCrypto));
  EXPECT_TRUE(compatible(kIndex, kIndex));
  EXPECT_FALSE(compatible(kStock, kIndex));
  EXPECT_FALSE(compatible(kForex, kMetal));
  EXPECT_FALSE(compatible(kToken, kCrypto));
}

TEST(Symbol, EveryMarketHasItsFacts) {
  struct Row {
    Market market;
    std::string_view name, suffix, currency, time_zone;
  };
  for (const auto& row :
       {Row{Market::kUs, "US", "US", "USD", "America/New_York"},
        Row{Market::kHongKong, "HK", "HK", "HKD", "Asia/Hong_Kong"},
        Row{Market::kShanghai, "CN", "SH", "CNY", "Asia/Shanghai"},
        Row{Market::kShenzhen, "CN", "SZ", "CNY", "Asia/Shanghai"},
        Row{Market::kBeijing, "CN", "BJ", "CNY", "Asia/Shanghai"},
        Row{Market::kCrypto, "CRYPTO", "", "", "UTC"}, Row{Market::kForex, "FX", "", "", "UTC"},
        Row{Market::kMetal, "METAL", "", "", "UTC"}, Row{Market::kGlobal, "GLOBAL", "", "", ""}}) {
    const auto& facts = facts_of(row.market);
    EXPECT_EQ(facts.name, row.name);
    EXPECT_EQ(facts.suffix, row.suffix);
    EXPECT_EQ(facts.currency, row.currency);
    EXPECT_EQ(facts.time_zone, row.time_zone);
  }
}

}  // namespace
}  // namespace tidegate::core
