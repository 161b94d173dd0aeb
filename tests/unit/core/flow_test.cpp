#include "core/flow.hpp"

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNow{1773306211s};  // 2026-03-12T09:03:31Z

std::string resolved(std::string_view start, std::string_view end, Instant now = kNow) {
  std::vector<FieldFault> faults;
  const auto range = resolve_dates(start, end, now, faults);
  EXPECT_EQ(faults.empty(), range.has_value());
  if (range) return date_text(range->first) + ".." + date_text(range->last);
  std::string fields;
  for (const auto& each : faults) {
    EXPECT_NE(each.description, "");
    fields += (fields.empty() ? "" : " ") + each.field;
  }
  return fields;
}

TEST(FlowDates, BothAreTakenAsGiven) {
  EXPECT_EQ(resolved("2017-06-20", "2019-01-01"), "2017-06-20..2019-01-01");
  EXPECT_EQ(resolved("2017-06-20", "2017-06-20"), "2017-06-20..2017-06-20");
}

TEST(FlowDates, OneAloneMeans365DaysFromIt) {
  EXPECT_EQ(resolved("2017-06-20", ""), "2017-06-20..2018-06-20");
  EXPECT_EQ(resolved("", "2017-06-20"), "2016-06-20..2017-06-20");
  EXPECT_EQ(resolved("2024-01-01", ""), "2024-01-01..2024-12-31");
  EXPECT_EQ(resolved("", "2024-12-31"), "2024-01-01..2024-12-31");
  EXPECT_EQ(resolved("2024-02-29", ""), "2024-02-29..2025-02-28");
}

TEST(FlowDates, NoneMeansThe365DaysThatEndToday) {
  EXPECT_EQ(resolved("", ""), "2025-03-12..2026-03-12");
  EXPECT_EQ(resolved("", "", Instant{1773273599999ms}), "2025-03-11..2026-03-11");
  EXPECT_EQ(resolved("", "", Instant{1773273600000ms}), "2025-03-12..2026-03-12");
}

TEST(FlowDates, EveryFaultIsNamedAtOnce) {
  EXPECT_EQ(resolved("2026-02-30", ""), "start_date");
  EXPECT_EQ(resolved("", "tomorrow"), "end_date");
  EXPECT_EQ(resolved("2026-02-30", "20260301"), "start_date end_date");
  EXPECT_EQ(resolved("2026-02-30", "2026-03-01"), "start_date");
  EXPECT_EQ(resolved("2026-03-02", "2026-03-01"), "start_date");
}

TEST(FlowDates, FaultsOfOtherFieldsDoNotMatter) {
  std::vector<FieldFault> faults{{"symbol", "is empty"}};

  EXPECT_TRUE(resolve_dates("2017-06-20", "", kNow, faults));
  EXPECT_EQ(faults.size(), 1U);
}

constexpr std::string_view kMissing = "-";

std::vector<FlowPoint> series(const std::vector<std::string_view>& figures) {
  std::vector<FlowPoint> points;
  for (const auto figure : figures) {
    FlowPoint point{kNow + std::chrono::minutes{points.size()}, {}, {}, {}, {}, {}, {}};
    if (figure != kMissing) point.net_inflow = Decimal::parse(figure).value();
    points.push_back(point);
  }
  return points;
}

std::string text_of(const std::optional<Decimal>& figure) {
  return figure ? figure->text() : std::string{kMissing};
}

std::string net_inflows(const std::vector<FlowPoint>& points) {
  std::string text;
  for (const auto& each : points) text += (text.empty() ? "" : " ") + text_of(each.net_inflow);
  return text;
}

// The figures after a conversion that must succeed.
std::string converted(const std::vector<std::string_view>& figures, Accumulation from,
                      FlowView view) {
  auto points = series(figures);
  FlowSemantics semantics;
  semantics.accumulation = from;
  EXPECT_TRUE(convert(points, semantics, view));
  return net_inflows(points);
}

constexpr auto kRunning = Accumulation::kCumulativeSession;
constexpr auto kSteps = Accumulation::kPerInterval;

TEST(FlowView, ARunningTotalBecomesSteps) {
  EXPECT_EQ(
      converted({"-12199.34", "-15137.59", "-15137.59", "0.01"}, kRunning, FlowView::kPerInterval),
      "-12199.34 -2938.25 0.00 15137.60");
  EXPECT_EQ(converted({}, kRunning, FlowView::kPerInterval), "");
}

TEST(FlowView, StepsBecomeARunningTotal) {
  EXPECT_EQ(converted({"-12199.34", "-2938.25", "0.00", "15137.60"}, kSteps, FlowView::kCumulative),
            "-12199.34 -15137.59 -15137.59 0.01");
}

TEST(FlowView, WhatNeedsAFigureNotPublishedIsAbsent) {
  EXPECT_EQ(converted({"1.00", "3.00", "-", "4.50", "5.00", "-"}, kRunning, FlowView::kPerInterval),
            "1.00 2.00 - - 0.50 -");
  EXPECT_EQ(converted({"-", "3.00", "4.50"}, kRunning, FlowView::kPerInterval), "- - 1.50");
  EXPECT_EQ(converted({"1.00", "2.00", "-", "3.50"}, kSteps, FlowView::kCumulative),
            "1.00 3.00 - -");
}

TEST(FlowView, EveryFigureOfAPointIsConvertedByItself) {
  auto points = series({"10", "30"});
  points[0].main = points[0].large = Decimal::parse("1.5");
  points[1].main = points[1].small = Decimal::parse("2.25");
  FlowSemantics semantics;
  semantics.accumulation = kRunning;

  ASSERT_TRUE(convert(points, semantics, FlowView::kPerInterval));

  EXPECT_EQ(semantics.accumulation, kSteps);
  EXPECT_EQ(net_inflows(points), "10 20");
  EXPECT_EQ(text_of(points[1].main), "0.75");
  EXPECT_EQ(text_of(points[0].large), "1.5");
  EXPECT_EQ(text_of(points[1].large), kMissing);
  EXPECT_EQ(text_of(points[1].small), kMissing);
  EXPECT_EQ(text_of(points[1].medium), kMissing);
  EXPECT_EQ(text_of(points[1].extra_large), kMissing);
  EXPECT_EQ(points[1].time, kNow + 1min);
}

TEST(FlowView, WhatIsAlreadySoIsLeftAlone) {
  struct Row {
    Accumulation accumulation;
    FlowView view;
  };
  for (const auto& [accumulation, view] :
       {Row{kRunning, FlowView::kAsPublished}, Row{kRunning, FlowView::kCumulative},
        Row{kSteps, FlowView::kAsPublished}, Row{kSteps, FlowView::kPerInterval},
        Row{Accumulation::kWindow, FlowView::kAsPublished},
        Row{Accumulation::kWindow, FlowView::kCumulative},
        Row{Accumulation::kWindow, FlowView::kPerInterval}}) {
    auto points = series({"1.10", "-", "2.2"});
    FlowSemantics semantics;
    semantics.accumulation = accumulation;

    EXPECT_TRUE(convert(points, semantics, view));

    EXPECT_EQ(net_inflows(points), "1.10 - 2.2");
    EXPECT_EQ(semantics.accumulation, accumulation);
  }
}

TEST(FlowView, ThereAndBackIsExact) {
  std::minstd_rand random{20260312};
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> texts;
    for (int i = 0; i < 240; ++i) {
      const auto cents = std::to_string(random() % 100);
      texts.push_back((random() % 2 == 0 ? "-" : "") + std::to_string(1 + random()) + "." +
                      (cents.size() == 1 ? "0" : "") + cents);
    }
    auto points = series({texts.begin(), texts.end()});
    const auto published = net_inflows(points);
    FlowSemantics semantics;
    semantics.accumulation = round % 2 == 0 ? kRunning : kSteps;

    const bool to_steps = semantics.accumulation == kRunning;
    ASSERT_TRUE(
        convert(points, semantics, to_steps ? FlowView::kPerInterval : FlowView::kCumulative));
    EXPECT_NE(net_inflows(points), published);
    ASSERT_TRUE(
        convert(points, semantics, to_steps ? FlowView::kCumulative : FlowView::kPerInterval));

    EXPECT_EQ(net_inflows(points), published);
  }
}

TEST(FlowView, AFigureThatWouldNotFitIsAFailure) {
  const std::string largest(38, '9');
  FlowSemantics running;
  running.accumulation = kRunning;
  FlowSemantics steps;
  auto apart = series({largest, "-" + largest});
  auto above = series({largest, "1"});

  EXPECT_FALSE(convert(apart, running, FlowView::kPerInterval));
  EXPECT_FALSE(convert(above, steps, FlowView::kCumulative));
}

}  // namespace
}  // namespace tidegate::core
