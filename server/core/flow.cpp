#include "core/flow.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tidegate::core {
namespace {

using Amount = std::optional<Decimal>;

constexpr std::array kFigures{&FlowPoint::net_inflow, &FlowPoint::main,   &FlowPoint::extra_large,
                              &FlowPoint::large,      &FlowPoint::medium, &FlowPoint::small};

// Each figure of one kind becomes the sum of itself and all before it, up to a hole: what lies
// beyond one cannot be known.
bool accumulate(std::vector<FlowPoint>& points, Amount FlowPoint::*figure) {
  Amount sum = Decimal{};
  for (auto& point : points) {
    Amount& value = point.*figure;
    const bool known = value && sum;
    value = known ? Decimal::add(*sum, *value) : std::nullopt;
    if (known && !value) return false;
    sum = value;
  }
  return true;
}

// Each figure of one kind becomes its distance from the one before it; beside a hole there is none.
bool differentiate(std::vector<FlowPoint>& points, Amount FlowPoint::*figure) {
  Amount previous = Decimal{};
  for (auto& point : points) {
    Amount& value = point.*figure;
    const bool known = value && previous;
    const auto published =
        std::exchange(value, known ? Decimal::subtract(*value, *previous) : std::nullopt);
    if (known && !value) return false;
    previous = published;
  }
  return true;
}

using Conversion = bool (*)(std::vector<FlowPoint>&, Amount FlowPoint::*);

bool convert_all(std::vector<FlowPoint>& points, Conversion conversion) {
  return std::all_of(kFigures.begin(), kFigures.end(),
                     [&](auto figure) { return conversion(points, figure); });
}

std::optional<std::chrono::year_month_day> date_field(std::string_view text, const char* field,
                                                      std::vector<FieldFault>& faults) {
  if (text.empty()) return std::nullopt;
  auto date = parse_date(text);
  if (!date) faults.push_back({field, "must be a date that exists, as YYYY-MM-DD"});
  return date;
}

}  // namespace

std::optional<DateRange> resolve_dates(std::string_view start, std::string_view end, Instant now,
                                       std::vector<FieldFault>& faults) {
  using namespace std::chrono;
  constexpr days kDefaultSpan{365};
  const auto faults_before = faults.size();
  const auto first = date_field(start, "start_date", faults);
  const auto last = date_field(end, "end_date", faults);
  if (faults.size() != faults_before) return std::nullopt;
  if (first && last) {
    if (*last < *first) {
      faults.push_back({"start_date", "must not be after end_date"});
      return std::nullopt;
    }
    return DateRange{*first, *last};
  }
  if (first) return DateRange{*first, year_month_day{sys_days{*first} + kDefaultSpan}};
  const sys_days ending = last ? sys_days{*last} : floor<days>(now);
  return DateRange{year_month_day{ending - kDefaultSpan}, year_month_day{ending}};
}

bool convert(std::vector<FlowPoint>& points, FlowSemantics& semantics, FlowView view) {
  const bool to_running =
      view == FlowView::kCumulative && semantics.accumulation == Accumulation::kPerInterval;
  const bool to_steps =
      view == FlowView::kPerInterval && semantics.accumulation == Accumulation::kCumulativeSession;
  if (to_running) {
    semantics.accumulation = Accumulation::kCumulativeSession;
    return convert_all(points, accumulate);
  }
  if (to_steps) {
    semantics.accumulation = Accumulation::kPerInterval;
    return convert_all(points, differentiate);
  }
  return true;
}

}  // namespace tidegate::core
