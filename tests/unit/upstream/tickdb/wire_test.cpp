#include "upstream/tickdb/wire.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "golden.hpp"

namespace tidegate::upstream::tickdb {
namespace {

std::string text_of(const std::optional<core::Decimal>& figure) {
  return figure ? figure->text() : "none";
}

std::string text_of(const std::optional<core::Instant>& time) {
  return time ? core::rfc3339(*time) : "none";
}

std::string described(const core::AmountBySize& amounts) {
  return text_of(amounts.extra_large) + " " + text_of(amounts.large) + " " +
         text_of(amounts.medium) + " " + text_of(amounts.small);
}

std::string described(const core::Kline& kline) {
  return core::rfc3339(kline.open_time) + " " + kline.open.text() + " " + kline.high.text() + " " +
         kline.low.text() + " " + kline.close.text() + " " + text_of(kline.volume) + " " +
         text_of(kline.quote_volume);
}

std::string described(const KlineSeries& series) {
  std::string text = series.symbol;
  for (const auto& each : series.klines) text += " [" + described(each) + "]";
  return text;
}

template <class T>
bool is_malformed(const core::Result<T>& result) {
  return result.has_error() && result.error().fault == core::Fault::kUpstreamMalformed;
}

TEST(TickdbWire, EveryFigureOfTheCapitalFlowIsIntact) {
  const auto flow = parse_capital_flow(golden("capital_flow")).value();

  EXPECT_EQ(text_of(flow.as_of), "2026-03-12T09:03:31Z");
  ASSERT_EQ(flow.points.size(), 2U);
  EXPECT_EQ(core::rfc3339(flow.points[0].time), "2026-03-12T01:30:00Z");
  EXPECT_EQ(text_of(flow.points[0].net_inflow), "-12199.34");
  EXPECT_EQ(core::rfc3339(flow.points[1].time), "2026-03-12T01:31:00Z");
  EXPECT_EQ(text_of(flow.points[1].net_inflow), "-15137.59");
  ASSERT_TRUE(flow.distribution);
  EXPECT_EQ(text_of(flow.distribution->as_of), "2026-03-12T08:10:00Z");
  EXPECT_EQ(described(flow.distribution->inflow), "none 173056.31 164958.55 83945.69");
  EXPECT_EQ(described(flow.distribution->outflow), "none 179434.39 176045.91 92979.74");
}

TEST(TickdbWire, WhatTheCapitalFlowDoesNotHaveStaysAbsent) {
  const auto flow = parse_capital_flow(golden("capital_flow")).value();

  EXPECT_FALSE(flow.last_valid_time);
  for (const auto& point : flow.points) {
    EXPECT_FALSE(point.main);
    EXPECT_FALSE(point.extra_large);
    EXPECT_FALSE(point.large);
    EXPECT_FALSE(point.medium);
    EXPECT_FALSE(point.small);
  }
}

TEST(TickdbWire, EveryFigureOfTheLatestKlinesIsIntact) {
  const auto all = parse_latest_klines(golden("latest_klines")).value();

  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(described(all[0]),
            "AAPL.US [2026-03-11T19:57:00Z 260.86 261.05 260.7 260.81 963419 251311057.55]");
  EXPECT_EQ(described(all[1]),
            "00700.HK [2026-03-12T05:30:00Z 542.5 544.5 542 544.5 80300 43656433.33]");
}

TEST(TickdbWire, EveryFigureOfTheHistoryIsIntact) {
  EXPECT_EQ(described(parse_klines(golden("klines")).value()),
            "AAPL.US [2026-03-11T19:57:00Z 260.86 261.05 260.7 260.81 963419 251311057.55]");
}

TEST(TickdbWire, ProductsAreReadAndCounted) {
  const auto page = parse_products(golden("products")).value();

  EXPECT_EQ(page.listed, 2U);
  ASSERT_EQ(page.products.size(), 2U);
  EXPECT_EQ(page.products[0].symbol, "700.HK");
  EXPECT_EQ(page.products[0].name, "Tencent Holdings");
  EXPECT_EQ(page.products[0].type, "stock");
  EXPECT_EQ(page.products[0].currency, "HKD");
  EXPECT_EQ(page.products[1].name, "S&P 500");

  const auto odd = parse_products(R"({"data":{"products":[{"name":"no symbol"},{"symbol":"X"}]}})");
  EXPECT_EQ(odd.value().listed, 2U);
  EXPECT_EQ(odd.value().products.size(), 1U);
}

// A capital flow whose single figure, and a bar whose volume, is written like this.
std::string figure(std::string_view json_text) {
  const auto flow =
      parse_capital_flow(R"({"data":{"intraday_flow":[{"timestamp":1773279000,"inflow":)" +
                         std::string{json_text} + "}]}}");
  const auto bars = parse_klines(
      R"({"data":{"klines":[{"time":1773279000000,"open":1,"high":"1","low":1,"close":1,"volume":)" +
      std::string{json_text} + "}]}}");
  EXPECT_EQ(is_malformed(flow), is_malformed(bars));
  if (!flow || !bars) return is_malformed(flow) ? "malformed" : "other";
  const auto inflow = text_of(flow.value().points.at(0).net_inflow);
  EXPECT_EQ(text_of(bars.value().klines.at(0).volume), inflow);
  return inflow;
}

TEST(TickdbWire, AFigureMayBeANumberTextOrMissing) {
  for (const std::string digits :
       {"0", "0.10", "-12199.34", "173056.31", "123456789012345678901.000000001"}) {
    EXPECT_EQ(figure(digits), digits);
    EXPECT_EQ(figure("\"" + digits + "\""), digits);
  }
  EXPECT_EQ(figure("-1.857915e+08"), "-185791500");
  EXPECT_EQ(figure("null"), "none");
  EXPECT_EQ(figure("\"\""), "none");
  for (const std::string_view nonsense :
       {"\"N/A\"", "true", "{}", "[]", "\"1,000\"", "1.2.3", "1e99"}) {
    EXPECT_EQ(figure(nonsense), "malformed") << nonsense;
  }
}

TEST(TickdbWire, ATimeMayBeANumberOrTextInEitherUnitButIsNeverMissing) {
  const auto time = [](std::string_view json_text) -> std::string {
    const auto flow = parse_capital_flow(R"({"data":{"intraday_flow":[{"timestamp":)" +
                                         std::string{json_text} + "}]}}");
    if (!flow) return is_malformed(flow) ? "malformed" : "other";
    return core::rfc3339(flow.value().points.at(0).time);
  };
  for (const std::string_view text :
       {"1773279000", "\"1773279000\"", "1773279000000", "\"1773279000000\"", "1773279000.0"}) {
    EXPECT_EQ(time(text), "2026-03-12T01:30:00Z") << text;
  }
  for (const std::string_view text :
       {"null", "\"\"", "0", "-1", "1.5", "\"2026-03-12\"", "true", "[]", "17732790000000000"}) {
    EXPECT_EQ(time(text), "malformed") << text;
  }
}

TEST(TickdbWire, PartsOfACapitalFlowMayBeMissingOrEmpty) {
  for (const std::string_view body :
       {R"({"code":0,"data":{}})", R"({"code":0,"data":null})", R"({"data":{"symbol":null}})",
        R"({"data":{"intraday_flow":null,"distribution":null,"timestamp":null}})",
        R"({"data":{"intraday_flow":[],"timestamp":""}})",
        R"({"data":{"unheard_of":{"a":[1,{}]}}})"}) {
    const auto flow = parse_capital_flow(body);
    ASSERT_TRUE(flow) << body;
    EXPECT_TRUE(flow.value().points.empty());
    EXPECT_FALSE(flow.value().distribution);
    EXPECT_FALSE(flow.value().as_of);
  }

  const auto empty = parse_capital_flow(R"({"data":{"distribution":{}}})").value();
  ASSERT_TRUE(empty.distribution);
  EXPECT_EQ(described(empty.distribution->inflow), "none none none none");

  const auto half = parse_capital_flow(
      R"({"data":{"distribution":{"capital_in":null,"capital_out":{"small":"0","large":null,"x":1}}}})");
  EXPECT_EQ(described(half.value().distribution->inflow), "none none none none");
  EXPECT_EQ(described(half.value().distribution->outflow), "none none none 0");
}

TEST(TickdbWire, PointsAndBarsComeOutInOrder) {
  const auto flow = parse_capital_flow(
      R"({"data":{"intraday_flow":[{"timestamp":1773279060,"inflow":2},{"timestamp":1773279000,"inflow":1}]}})");
  const auto bars = parse_klines(
      R"({"data":{"klines":[{"time":1773279060000,"open":2,"high":2,"low":2,"close":2},
                            {"time":1773279000000,"open":1,"high":1,"low":1,"close":1},
                            {"time":1773279060000,"open":3,"high":3,"low":3,"close":3}]}})");

  EXPECT_EQ(text_of(flow.value().points.at(0).net_inflow), "1");
  EXPECT_EQ(text_of(flow.value().points.at(1).net_inflow), "2");
  EXPECT_EQ(described(bars.value()),
            " [2026-03-12T01:30:00Z 1 1 1 1 none none] [2026-03-12T01:31:00Z 3 3 3 3 none none]");
}

TEST(TickdbWire, ABarWithoutAPriceOrATimeIsMalformed) {
  const std::string whole = R"({"time":1773279000000,"open":"1","high":"1","low":"1","close":"1"})";
  EXPECT_TRUE(parse_klines("{\"data\":{\"klines\":[" + whole + "]}}"));
  for (const std::string_view field : {"time", "open", "high", "low", "close"}) {
    auto absent = whole;
    absent.replace(absent.find(field), field.size(), "other");
    EXPECT_TRUE(is_malformed(parse_klines("{\"data\":{\"klines\":[" + absent + "]}}"))) << field;
  }
}

TEST(TickdbWire, SeriesMayBeEmpty) {
  EXPECT_TRUE(parse_latest_klines(R"({"code":0,"data":[]})").value().empty());
  EXPECT_TRUE(parse_latest_klines(R"({"code":0,"data":null})").value().empty());
  const auto all = parse_latest_klines(R"({"data":[{"symbol":"A.US","klines":[]},{"symbol":"B.US"},
                                                   {"symbol":"C.US","klines":null}]})");
  ASSERT_EQ(all.value().size(), 3U);
  for (const auto& each : all.value()) EXPECT_TRUE(each.klines.empty());
  EXPECT_TRUE(parse_klines(R"({"data":null})").value().klines.empty());
}

TEST(TickdbWire, WhatHasNoDataIsMalformed) {
  for (const std::string_view body :
       {"", " ", "{}", "[]", "null", "0", "\"text\"", "<html>502 Bad Gateway</html>",
        "{\"code\":0}", "{\"data\":1}", "{\"data\":\"\"}", "{\"data\":true}", "{", "}",
        "{\"data\":{}", "\xEF\xBB\xBF", "{\"data\":\xFF}"}) {
    EXPECT_TRUE(is_malformed(parse_capital_flow(body))) << body;
    EXPECT_TRUE(is_malformed(parse_latest_klines(body))) << body;
    EXPECT_TRUE(is_malformed(parse_klines(body))) << body;
    EXPECT_TRUE(is_malformed(parse_products(body))) << body;
  }
  EXPECT_TRUE(is_malformed(parse_capital_flow(R"({"data":[]})")));
  EXPECT_TRUE(is_malformed(parse_klines(R"({"data":[]})")));
  EXPECT_TRUE(is_malformed(parse_latest_klines(R"({"data":{}})")));
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
