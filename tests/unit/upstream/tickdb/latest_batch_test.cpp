#include "upstream/tickdb/latest_batch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "upstream/tickdb/traits.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using namespace std::chrono_literals;
using core::Fault;

constexpr core::Instant kOpen{1773279000s};
constexpr core::Instant kNow = kOpen + 30s;

core::LatestQuery query_of(const std::vector<std::string>& symbols) {
  core::LatestQuery query;
  for (const auto& each : symbols) {
    query.instruments.push_back(
        core::read_symbol(each, core::InstrumentType::kUnspecified).value().candidates.at(0));
  }
  return query;
}

// 1.HK, 2.HK, …
std::vector<std::string> many(std::size_t count) {
  std::vector<std::string> symbols;
  for (std::size_t i = 1; i <= count; ++i) symbols.push_back(std::to_string(i) + ".HK");
  return symbols;
}

core::Kline bar(core::Instant open, std::string_view close = "544.5") {
  core::Kline kline;
  kline.open_time = open;
  kline.close = core::Decimal::parse(close).value();
  return kline;
}

core::Error error_of(Fault fault) {
  return {fault, "told"};
}

enum class WithBadSymbols { kDrops, kRefusesWhole, kRefusesWholeAsAmbiguous };

void PrintTo(WithBadSymbols manner, std::ostream* out) {
  constexpr std::array kNames{"drops", "refuses the whole", "refuses the whole as ambiguous"};
  *out << kNames.at(static_cast<std::size_t>(manner));
}

// Answers a batch until it is done, and counts what it costs.
struct Provider {
  WithBadSymbols manner = WithBadSymbols::kDrops;
  std::set<std::string> bad{};
  int requests = 0;
  std::size_t largest = 0;

  void serve(LatestBatch& batch) {
    for (; !batch.done(); ++requests) {
      const auto& asked = batch.next().instruments;
      largest = std::max(largest, asked.size());
      const auto is_bad = [this](const core::Instrument& each) {
        return bad.contains(each.symbol);
      };
      const bool any_bad = std::any_of(asked.begin(), asked.end(), is_bad);
      const bool all_bad = std::all_of(asked.begin(), asked.end(), is_bad);
      if (any_bad && (manner != WithBadSymbols::kDrops || all_bad)) {
        const bool ambiguous = manner == WithBadSymbols::kRefusesWholeAsAmbiguous;
        batch.on_error(error_of(ambiguous ? Fault::kAmbiguousSymbol : Fault::kSymbolNotFound));
        continue;
      }
      std::vector<KlineSeries> series;
      for (const auto& each : asked) {
        if (!is_bad(each))
          series.push_back(
              {each.symbol, {bar(kOpen, each.symbol.substr(0, each.symbol.find('.')))}});
      }
      std::reverse(series.begin(), series.end());
      batch.on_series(std::move(series), kNow);
    }
  }
};

// `close` or `!`, one per symbol asked for.
std::string outcomes(const core::LatestKlines& klines) {
  std::string text;
  for (const auto& each : klines) {
    text += (text.empty() ? "" : " ") + (each ? each.value().kline.close.text() : "!");
  }
  return text;
}

TEST(LatestBatch, EverySymbolGetsItsOwnBarInTheOrderAsked) {
  LatestBatch batch{query_of({"3.HK", "1.HK", "2.HK"})};
  Provider provider;
  provider.serve(batch);

  EXPECT_EQ(outcomes(batch.take().value()), "3 1 2");
  EXPECT_EQ(provider.requests, 1);
}

TEST(LatestBatch, ManySymbolsAreAskedForFiftyAtATime) {
  for (const auto& [count, requests] :
       {std::pair{1U, 1}, {50U, 1}, {51U, 2}, {100U, 2}, {101U, 3}}) {
    LatestBatch batch{query_of(many(count))};
    Provider provider;
    provider.serve(batch);

    EXPECT_EQ(provider.requests, requests);
    EXPECT_LE(provider.largest, kLatestSymbolsMax);
    const auto klines = batch.take().value();
    ASSERT_EQ(klines.size(), count);
    EXPECT_TRUE(std::all_of(klines.begin(), klines.end(),
                            [](const auto& each) { return each.has_value(); }));
  }
}

TEST(LatestBatch, NoSymbolsCostNothing) {
  LatestBatch batch{query_of({})};

  EXPECT_TRUE(batch.done());
  EXPECT_TRUE(batch.take().value().empty());
}

TEST(LatestBatch, TheSameSymbolTwiceIsAnsweredTwice) {
  LatestBatch batch{query_of({"1.HK", "2.HK", "1.HK"})};
  Provider provider;
  provider.serve(batch);

  EXPECT_EQ(outcomes(batch.take().value()), "1 2 1");
}

class LatestBatchManner : public testing::TestWithParam<WithBadSymbols> {};

TEST_P(LatestBatchManner, ABadSymbolHurtsOnlyItself) {
  for (const std::size_t count : {1U, 2U, 3U, 10U, 50U, 100U}) {
    for (std::size_t at = 1; at <= count; at += 7) {
      LatestBatch batch{query_of(many(count))};
      Provider provider{GetParam(), {std::to_string(at) + ".HK"}};
      provider.serve(batch);

      const auto klines = batch.take().value();
      for (std::size_t i = 1; i <= count; ++i) EXPECT_EQ(klines[i - 1].has_value(), i != at) << i;
      EXPECT_LE(provider.requests, 16);
    }
  }
}

TEST_P(LatestBatchManner, SeveralBadSymbolsHurtOnlyThemselves) {
  LatestBatch batch{query_of(many(100))};
  Provider provider{GetParam(), {"1.HK", "2.HK", "17.HK", "50.HK", "51.HK", "99.HK"}};
  provider.serve(batch);

  const auto klines = batch.take().value();
  for (std::size_t i = 0; i < klines.size(); ++i) {
    const auto symbol = std::to_string(i + 1) + ".HK";
    EXPECT_EQ(klines[i].has_value(), !provider.bad.contains(symbol)) << symbol;
  }
}

TEST_P(LatestBatchManner, WhenAllAreBadEveryOneSaysSo) {
  for (const std::size_t count : {1U, 2U, 5U}) {
    const auto symbols = many(count);
    LatestBatch batch{query_of(symbols)};
    Provider provider{GetParam(), {symbols.begin(), symbols.end()}};
    provider.serve(batch);

    const auto klines = batch.take().value();
    ASSERT_EQ(klines.size(), count);
    for (const auto& each : klines) EXPECT_FALSE(each);
  }
}

// What one question may cost is bounded, however bad its symbols are.
TEST_P(LatestBatchManner, BadSymbolsDoNotCostARequestEach) {
  const auto symbols = many(100);
  LatestBatch batch{query_of(symbols)};
  Provider provider{GetParam(), {symbols.begin(), symbols.end()}};
  provider.serve(batch);

  EXPECT_LE(provider.requests, 60);  // a whole minute of the smallest paid plan
  EXPECT_EQ(batch.take().value().size(), symbols.size());
}

INSTANTIATE_TEST_SUITE_P(All, LatestBatchManner,
                         testing::Values(WithBadSymbols::kDrops, WithBadSymbols::kRefusesWhole,
                                         WithBadSymbols::kRefusesWholeAsAmbiguous));

TEST(LatestBatch, OnlySoManyDroppedSymbolsAreAskedForAlone) {
  LatestBatch batch{query_of(many(50))};
  Provider provider;
  for (int i = 11; i <= 50; ++i) provider.bad.insert(std::to_string(i) + ".HK");
  provider.serve(batch);

  const auto klines = batch.take().value();
  EXPECT_EQ(provider.requests, 1 + kLatestSingleRequestsMax);
  for (std::size_t i = 0; i < klines.size(); ++i) EXPECT_EQ(klines[i].has_value(), i < 10) << i;
  EXPECT_EQ(klines.back().error().fault, Fault::kSymbolNotFound);
  EXPECT_NE(klines.back().error().message.find("50.HK"), std::string::npos);
}

TEST(LatestBatch, TheReasonOfARefusalIsKept) {
  LatestBatch batch{query_of({"1.HK", "2.HK"})};
  Provider provider{WithBadSymbols::kRefusesWholeAsAmbiguous, {"2.HK"}};
  provider.serve(batch);

  EXPECT_EQ(batch.take().value().at(1).error().fault, Fault::kAmbiguousSymbol);
}

TEST(LatestBatch, TheirSpellingIsMatchedWhateverItIs) {
  LatestBatch batch{query_of({"700.HK", "AAPL.US", "600519.SH"})};
  batch.on_series(
      {{"AAPL", {bar(kOpen, "2")}}, {"00700.HK", {bar(kOpen, "1")}}, {"600519", {bar(kOpen, "3")}}},
      kNow);

  EXPECT_TRUE(batch.done());
  EXPECT_EQ(outcomes(batch.take().value()), "1 2 3");
}

TEST(LatestBatch, WhatNobodyAskedForIsIgnored) {
  LatestBatch batch{query_of({"700.HK"})};
  batch.on_series(
      {{"9988.HK", {bar(kOpen, "9")}}, {"?", {bar(kOpen, "8")}}, {"700.HK", {bar(kOpen, "1")}}},
      kNow);

  EXPECT_EQ(outcomes(batch.take().value()), "1");
}

TEST(LatestBatch, ASymbolWithoutABarSaysSo) {
  LatestBatch batch{query_of({"1.HK", "2.HK"})};
  batch.on_series({{"1.HK", {}}, {"2.HK", {bar(kOpen, "2")}}}, kNow);

  EXPECT_TRUE(batch.done());
  const auto klines = batch.take().value();
  EXPECT_EQ(klines.at(0).error().fault, Fault::kSymbolNotFound);
  EXPECT_EQ(outcomes(klines), "! 2");
}

TEST(LatestBatch, OfSeveralBarsTheLastIsTheLatest) {
  LatestBatch batch{query_of({"1.HK"})};
  batch.on_series({{"1.HK", {bar(kOpen - 1min, "1"), bar(kOpen, "2")}}}, kNow);

  EXPECT_EQ(outcomes(batch.take().value()), "2");
}

TEST(LatestBatch, TheLatestBarIsClosedOnceTheProvidersClockHasPassedIt) {
  for (const auto& [now, closed] :
       {std::pair{kOpen, false}, {kOpen + 59s, false}, {kOpen + 60s, true}}) {
    LatestBatch batch{query_of({"1.HK"})};
    batch.on_series({{"1.HK", {bar(kOpen)}}}, now);

    EXPECT_EQ(batch.take().value().at(0).value().closed, closed);
  }
}

TEST(LatestBatch, WhatIsNotAboutASymbolIsNotAskedAgain) {
  for (const auto fault :
       {Fault::kUpstreamUnavailable, Fault::kUpstreamRateLimit, Fault::kUpstreamCredential,
        Fault::kUpstreamEntitlement, Fault::kUpstreamMalformed, Fault::kDeadlineExceeded,
        Fault::kCancelled}) {
    LatestBatch batch{query_of(many(10))};
    batch.on_error(error_of(fault));

    ASSERT_TRUE(batch.done());
    const auto klines = batch.take();
    ASSERT_FALSE(klines);
    EXPECT_EQ(klines.error().fault, fault);
  }
}

TEST(LatestBatch, WhatWasHeardBeforeAFailureIsStillAnswered) {
  LatestBatch batch{query_of(many(51))};
  std::vector<KlineSeries> heard;
  for (const auto& each : batch.next().instruments)
    heard.push_back({each.symbol, {bar(kOpen, "7")}});
  batch.on_series(std::move(heard), kNow);
  ASSERT_FALSE(batch.done());
  batch.on_error(error_of(Fault::kUpstreamUnavailable));

  const auto klines = batch.take().value();
  ASSERT_EQ(klines.size(), 51U);
  EXPECT_EQ(klines.at(0).value().kline.close.text(), "7");
  EXPECT_EQ(klines.at(50).error().fault, Fault::kUpstreamUnavailable);
}

TEST(LatestBatch, WhatConcernsEverybodyEndsTheAsking) {
  LatestBatch batch{query_of(many(120))};
  batch.on_error(error_of(Fault::kCancelled));

  EXPECT_TRUE(batch.done());
  EXPECT_EQ(batch.take().error().fault, Fault::kCancelled);
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
