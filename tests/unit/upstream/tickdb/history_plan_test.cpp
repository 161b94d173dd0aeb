#include "upstream/tickdb/history_plan.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "imaginary_history.hpp"
#include "upstream/tickdb/traits.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using namespace std::chrono_literals;
using core::Instant;
using core::Interval;
using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days kToday{2026y / std::chrono::March / 12d};  // a Thursday
constexpr sys_days kHoliday{2026y / std::chrono::February / 14d};

// Hardly ever traded: so many bars, so far apart.
Opens every(days apart, int count) {
  Opens opens;
  for (int i = count; i > 0; --i) opens.push_back(kToday - i * apart);
  return opens;
}

// A provider's bars, and the moment at which it is asked.
struct Scene {
  std::string_view name;
  std::string_view symbol;
  Interval interval;
  Opens opens;
  Instant now;
};

void PrintTo(const Scene& scene, std::ostream* out) {
  *out << scene.name;
}

std::vector<Scene> scenes() {
  return {
      {"CryptoByTheMinute", "BTCUSDT", Interval::k1Minute,
       dense(kToday - days{3}, kToday + 5h, Interval::k1Minute), kToday + 4h + 59min + 30s},
      {"CryptoByTheDay", "BTCUSDT", Interval::k1Day,
       dense(kToday - days{2'500}, kToday + days{1}, Interval::k1Day), kToday + 5h},
      {"StockInItsSession", "700.HK", Interval::k1Minute,
       sessions(kToday - days{40}, kToday + 2h, Interval::k1Minute, kHoliday),
       kToday + 1h + 59min + 1ms},
      {"StockAtNight", "700.HK", Interval::k1Minute,
       sessions(kToday - days{40}, kToday, Interval::k1Minute, kHoliday), kToday},
      {"StockOnTheLastDayOfAHoliday", "700.HK", Interval::k3Minute,
       sessions(kHoliday - days{90}, kHoliday, Interval::k3Minute, kHoliday),
       kHoliday + days{8} + 5h},
      {"StockByTheHour", "600519.SH", Interval::k30Minute,
       sessions(kToday - days{400}, kToday + 3h, Interval::k30Minute, kHoliday),
       kToday + 2h + 45min},
      {"StockByTheDay", "AAPL.US", Interval::k1Day,
       weekdays(kToday - days{3'000}, kToday + days{1}, Interval::k1Day), kToday + 15h},
      {"ByTheWeek", "EURUSD", Interval::k1Week,
       dense(kToday - days{7 * 400}, kToday + days{1}, Interval::k1Week), kToday + 2h},
      {"ByTheMonth", "SPX", Interval::k1Month, months(1990y / std::chrono::January, 435), kToday},
      {"ForexByTheMinute", "EURUSD", Interval::k1Minute,
       weekdays(kToday - days{5}, kToday + 1h, Interval::k1Minute), kToday + 1h},
      {"FutureRoundTheClock", "HSI8888", Interval::k1Minute,
       dense(kToday - days{4}, kToday + 1h, Interval::k1Minute), kToday + 1h - 1ms},
      {"OneBarInThirtyDays", "700.HK", Interval::k1Minute, every(days{30}, 20), kToday},
      {"OneBar", "700.HK", Interval::k5Minute, {kToday - days{3}}, kToday},
      {"OneBarThatForms", "700.HK", Interval::k5Minute, {kToday + 2h}, kToday + 2h + 1min},
      {"NoBarAtAll", "BTCUSDT", Interval::k1Minute, {}, kToday},
      {"NoMonthAtAll", "SPX", Interval::k1Month, {}, kToday},
  };
}

std::vector<Habits> all_habits() {
  std::vector<Habits> all;
  for (const bool keeps_newest : {true, false}) {
    for (const bool start_inside : {true, false}) {
      for (const bool end_inside : {true, false})
        all.push_back({keeps_newest, start_inside, end_inside, true, {}});
    }
  }
  return all;
}

std::string described(const Habits& habits) {
  return std::string{habits.keeps_newest ? "keeps newest" : "keeps oldest"} +
         (habits.start_inside ? ", start inside" : ", start outside") +
         (habits.end_inside ? ", end inside" : ", end outside");
}

core::HistoryQuery query_of(const Scene& scene, int count_max) {
  core::HistoryQuery query;
  query.instrument =
      core::read_symbol(scene.symbol, core::InstrumentType::kUnspecified).value().candidates.at(0);
  query.interval = scene.interval;
  query.count_max = count_max;
  return query;
}

// Open, from somewhere, up to somewhere, and between; on a bar's opening time and beside it.
std::vector<core::HistoryQuery> ranges(const Scene& scene, int count_max) {
  auto query = query_of(scene, count_max);
  std::vector<core::HistoryQuery> all{query};
  const auto& opens = scene.opens;
  const Instant early = opens.empty() ? scene.now - days{9} : opens[opens.size() / 3];
  const Instant late = opens.empty() ? scene.now - days{2} : opens[opens.size() * 3 / 4];
  query.start = early;
  all.push_back(query);
  query.end = late + 1ms;
  all.push_back(query);
  query.start.reset();
  all.push_back(query);
  query.end = late;
  all.push_back(query);
  query.start = early + 1ms;
  if (*query.start < *query.end) all.push_back(query);
  return all;
}

void expect_bounded(const std::vector<Page>& pages, int count_max) {
  for (const auto& page : pages) {
    EXPECT_LE(page.requests, kHistoryRequestsPerPage);
    EXPECT_LE(page.opens.size(), static_cast<std::size_t>(count_max));
    EXPECT_TRUE(std::is_sorted(page.opens.begin(), page.opens.end()));
  }
  EXPECT_FALSE(pages.back().continue_before) << "did not end";
}

class HistoryPlanScene : public testing::TestWithParam<Scene> {};

TEST_P(HistoryPlanScene, EveryClosedBarComesExactlyOnce) {
  const auto& scene = GetParam();
  for (const auto& habits : all_habits()) {
    SCOPED_TRACE(described(habits));
    const ImaginaryProvider provider{scene.opens, habits};
    for (const int count_max : {250, 1'000}) {
      for (const auto& query : ranges(scene, count_max)) {
        SCOPED_TRACE(std::to_string(count_max) +
                     (query.start ? " from " + core::rfc3339(*query.start) : "") +
                     (query.end ? " up to " + core::rfc3339(*query.end) : ""));
        const auto pages = walk(provider, query, scene.now, scene.opens.size() / 100 + 30);

        expect_bounded(pages, count_max);
        ASSERT_EQ(joined(pages), provider.closed(query, scene.now));
      }
    }
  }
}

TEST_P(HistoryPlanScene, SmallPagesMakeTheSameWhole) {
  const auto& scene = GetParam();
  const auto tail =
      scene.opens.size() < 60 ? scene.opens : Opens(scene.opens.end() - 60, scene.opens.end());
  const ImaginaryProvider provider{tail, {}};
  for (const int count_max : {1, 7}) {
    const auto query = query_of(scene, count_max);
    const auto pages = walk(provider, query, scene.now, 150);

    expect_bounded(pages, count_max);
    EXPECT_EQ(joined(pages), provider.closed(query, scene.now));
  }
}

// A provider that ignores the range shows no more than its newest bars: those come once, and then
// there is an end.
TEST_P(HistoryPlanScene, ARangeThatIsIgnoredDoublesNothingAndEnds) {
  const auto& scene = GetParam();
  Habits habits;
  habits.heeds_range = false;
  const ImaginaryProvider provider{scene.opens, habits};
  for (const auto& query : ranges(scene, 250)) {
    const auto pages = walk(provider, query, scene.now, 60);
    const auto all = joined(pages);
    const auto closed = provider.closed(query, scene.now);

    expect_bounded(pages, 250);
    EXPECT_TRUE(std::adjacent_find(all.begin(), all.end(), std::greater_equal<>{}) == all.end());
    EXPECT_TRUE(std::includes(closed.begin(), closed.end(), all.begin(), all.end()));
  }
}

INSTANTIATE_TEST_SUITE_P(All, HistoryPlanScene, testing::ValuesIn(scenes()),
                         [](const auto& named) { return std::string{named.param.name}; });

Scene by_the_day() {
  return scenes().at(6);
}

TEST(HistoryPlan, TheNewestPageCostsOneRequest) {
  for (const auto& scene : scenes()) {
    if (scene.opens.size() < 200) continue;
    const auto page = page_of({scene.opens, {}}, query_of(scene, 100), scene.now);

    EXPECT_EQ(page.requests, 1) << scene.name;
    EXPECT_EQ(page.opens.size(), 100U) << scene.name;
    EXPECT_EQ(page.continue_before, page.opens.front()) << scene.name;
  }
}

TEST(HistoryPlan, OneMoreIsAskedForBecauseTheNewestMayForm) {
  const auto scene = by_the_day();
  const HistoryPlan newest{query_of(scene, 100), scene.now};
  const HistoryPlan most{query_of(scene, kHistoryBarsMax), scene.now};

  EXPECT_EQ(newest.next().limit, 101);
  EXPECT_FALSE(newest.next().start);
  EXPECT_FALSE(newest.next().end);
  EXPECT_EQ(most.next().limit, kHistoryBarsMax);
}

TEST(HistoryPlan, AnEmptyRangeCostsNothing) {
  const auto scene = by_the_day();
  auto query = query_of(scene, 100);
  query.start = query.end = kToday;
  auto plan = HistoryPlan{query, scene.now};

  EXPECT_TRUE(plan.done());
  EXPECT_FALSE(plan.has_bars());
  const auto history = plan.take();
  EXPECT_TRUE(history.klines.empty());
  EXPECT_FALSE(history.continue_before) << "a page without end after it";
}

TEST(HistoryPlan, NothingIsAskedForThatWouldLieBefore1970) {
  for (const auto& scene : scenes()) {
    for (const auto& query : ranges(scene, 250)) {
      HistoryPlan plan{query, scene.now};
      const ImaginaryProvider provider{scene.opens, {}};
      while (!plan.done()) {
        const auto step = plan.next();
        ASSERT_GE(step.start.value_or(Instant{}), Instant{}) << scene.name;
        plan.on_klines(provider.answer(step).value(), scene.now);
      }
    }
  }
}

TEST(HistoryPlan, AnEndInTheFarFutureIsNow) {
  const auto scene = by_the_day();
  const ImaginaryProvider provider{scene.opens, Habits{}};
  auto query = query_of(scene, 1'000);
  query.end = scene.now + days{20'000};
  const auto pages = walk(provider, query, scene.now, 50);

  EXPECT_EQ(joined(pages).size(), provider.closed(query, scene.now).size());
}

// The provider refuses a range that begins before what it keeps, though most of it is kept.
TEST(HistoryPlan, BarsThatAreKeptAreHadThoughAWindowReachesFurtherBack) {
  const auto scene = by_the_day();
  Habits habits;
  habits.kept_from = kToday - days{365};
  const ImaginaryProvider provider{scene.opens, habits};
  for (const auto end : {scene.now, scene.now - days{100}}) {
    auto query = query_of(scene, 1'000);
    query.end = end;
    const auto pages = walk(provider, query, scene.now, 50);

    EXPECT_EQ(joined(pages).size(), provider.closed(query, scene.now).size());
  }
}

}  // namespace
}  // namespace tidegate::upstream::tickdb
