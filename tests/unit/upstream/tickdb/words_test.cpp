#include "upstream/tickdb/words.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::upstream::tickdb {
namespace {

using core::InstrumentType;
using core::Interval;
using core::Market;

core::Instrument instrument(std::string_view spelling,
                            InstrumentType type = InstrumentType::kUnspecified) {
  return core::read_symbol(spelling, type).value().candidates.at(0);
}

TEST(TickdbWords, EveryIntervalHasItsWord) {
  struct Row {
    Interval interval;
    std::string_view word;
  };
  for (const auto& [interval, word] :
       {Row{Interval::k1Minute, "1m"}, Row{Interval::k3Minute, "3m"}, Row{Interval::k5Minute, "5m"},
        Row{Interval::k15Minute, "15m"}, Row{Interval::k30Minute, "30m"},
        Row{Interval::k1Hour, "1h"}, Row{Interval::k2Hour, "2h"}, Row{Interval::k4Hour, "4h"},
        Row{Interval::k1Day, "1d"}, Row{Interval::k1Week, "1w"}, Row{Interval::k1Month, "1M"}}) {
    EXPECT_EQ(interval_word(interval), word);
  }
}

TEST(TickdbWords, EveryTypeTheyKnowHasItsWord) {
  struct Row {
    InstrumentType type;
    std::string_view word;
  };
  for (const auto& [type, word] :
       {Row{InstrumentType::kStock, "stock"}, Row{InstrumentType::kFund, "stock"},
        Row{InstrumentType::kWarrant, "stock"}, Row{InstrumentType::kIndex, "indices"},
        Row{InstrumentType::kCrypto, "crypto"}, Row{InstrumentType::kForex, "forex"},
        Row{InstrumentType::kMetal, "forex"}, Row{InstrumentType::kFuture, "futures"},
        Row{InstrumentType::kToken, ""}, Row{InstrumentType::kUnspecified, ""}}) {
    EXPECT_EQ(type_word(type), word) << core::name_of(type);
  }
}

TEST(TickdbWords, TheirWordsAreReadBack) {
  struct Row {
    std::string_view word;
    Market market;
    InstrumentType type;
  };
  for (const auto& [word, market, type] :
       {Row{"stock", Market::kHongKong, InstrumentType::kStock},
        Row{"indices", Market::kGlobal, InstrumentType::kIndex},
        Row{"indices", Market::kShanghai, InstrumentType::kIndex},
        Row{"crypto", Market::kCrypto, InstrumentType::kCrypto},
        Row{"forex", Market::kForex, InstrumentType::kForex},
        Row{"forex", Market::kMetal, InstrumentType::kMetal},
        Row{"futures", Market::kShanghai, InstrumentType::kFuture},
        Row{"", Market::kUs, InstrumentType::kUnspecified},
        Row{"Stock", Market::kUs, InstrumentType::kUnspecified},
        Row{"bond", Market::kUs, InstrumentType::kUnspecified}}) {
    EXPECT_EQ(type_of(word, market), type) << word;
  }
}

TEST(TickdbWords, EveryMarketIsOnOneOfTheirLists) {
  struct Row {
    Market market;
    std::string_view list;
  };
  for (const auto& [market, list] :
       {Row{Market::kUs, "US"}, Row{Market::kHongKong, "HK"}, Row{Market::kShanghai, "CN"},
        Row{Market::kShenzhen, "CN"}, Row{Market::kBeijing, "CN"}, Row{Market::kCrypto, "GLOBAL"},
        Row{Market::kForex, "GLOBAL"}, Row{Market::kMetal, "GLOBAL"},
        Row{Market::kGlobal, "GLOBAL"}}) {
    EXPECT_EQ(product_market(market), list);
  }
}

struct Spelling {
  std::string_view theirs;
  std::string_view ours;
};

TEST(TickdbWords, TheirSpellingMeansOurInstrument) {
  for (const auto& [theirs, ours] :
       {Spelling{"700.HK", "700.HK"}, Spelling{"00700.HK", "700.HK"}, Spelling{"700", "700.HK"},
        Spelling{"AAPL.US", "AAPL.US"}, Spelling{"AAPL", "AAPL.US"}, Spelling{"aapl.us", "AAPL.US"},
        Spelling{"600519.SH", "600519.SH"}, Spelling{"600519", "600519.SH"},
        Spelling{"000001", "000001.SZ"}, Spelling{"000001", "000001.SH"}, Spelling{"SPX", "SPX"},
        Spelling{"BTCUSDT", "BTCUSDT"}, Spelling{"btcusdt", "BTCUSDT"},
        Spelling{"EURUSD", "EURUSD"}, Spelling{"XAUUSD", "XAUUSD"},
        Spelling{"HSI8888", "HSI8888"}}) {
    EXPECT_TRUE(means(theirs, instrument(ours))) << theirs << " / " << ours;
  }
}

TEST(TickdbWords, AnotherSpellingMeansAnotherInstrument) {
  for (const auto& [theirs, ours] :
       {Spelling{"70.HK", "700.HK"}, Spelling{"7000.HK", "700.HK"}, Spelling{"700.US", "700.HK"},
        Spelling{"000001.SZ", "000001.SH"}, Spelling{"AAP", "AAPL.US"},
        Spelling{"AAPL.HK", "AAPL.US"}, Spelling{"BTCUSDC", "BTCUSDT"}, Spelling{"", "700.HK"},
        Spelling{"?", "700.HK"}, Spelling{"NDX", "SPX"}}) {
    EXPECT_FALSE(means(theirs, instrument(ours))) << theirs << " / " << ours;
  }
}

TEST(TickdbWords, ATypeThatWasAskedForDoesNotHideTheirSymbol) {
  EXPECT_TRUE(means("00700.HK", instrument("700.HK", InstrumentType::kFund)));
  EXPECT_TRUE(means("000001", instrument("000001", InstrumentType::kIndex)));
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
