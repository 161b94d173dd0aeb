#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "core/result.hpp"
#include "core/symbol.hpp"
#include "core/time.hpp"

namespace tidegate::core {

enum class FlowPeriod { kIntraday, kDay, kWeek, kMonth };
enum class FlowView { kAsPublished, kCumulative, kPerInterval };

// What a figure of a series adds up.
enum class Accumulation {
  kCumulativeSession,  // everything since the session began
  kPerInterval,        // its own interval
  kWindow,             // a window that ends at its time
};

// How we know: the provider says so, its samples suggest it, or the operator configured it.
enum class Confidence { kDocumented, kInferred, kConfigured };

enum class SessionScope { kUnspecified, kRegular, kExtended, kContinuous };

enum class OrderSize { kExtraLarge, kLarge, kMedium, kSmall, kMain };

struct FlowSemantics {
  Accumulation accumulation = Accumulation::kPerInterval;
  Confidence confidence = Confidence::kInferred;
  SessionScope session_scope = SessionScope::kUnspecified;
  std::string currency;
  std::optional<Decimal> amount_scale;  // times this: currency units; absent where nobody says
  std::vector<OrderSize> tiers;
};

struct FlowPoint {
  Instant time;
  std::optional<Decimal> net_inflow;
  std::optional<Decimal> main;
  std::optional<Decimal> extra_large;
  std::optional<Decimal> large;
  std::optional<Decimal> medium;
  std::optional<Decimal> small;
};

struct AmountBySize {
  std::optional<Decimal> extra_large;
  std::optional<Decimal> large;
  std::optional<Decimal> medium;
  std::optional<Decimal> small;
};

struct Distribution {
  std::optional<Instant> as_of;
  AmountBySize inflow;
  AmountBySize outflow;
};

// A whole answer of a provider: the series and, where it comes along, the distribution.
struct CapitalFlow {
  std::optional<Instant> as_of;
  std::vector<FlowPoint> points;
  FlowSemantics point_semantics;
  Accumulation published_accumulation = Accumulation::kPerInterval;  // before any conversion
  std::optional<Distribution> distribution;
  FlowSemantics distribution_semantics;
  std::optional<Instant> last_valid_time;
};

struct DateRange {
  std::chrono::year_month_day first;
  std::chrono::year_month_day last;
};

// Both given: as given. One: 365 days from it. None: the 365 days that end today.
// `faults` receives what is wrong with the texts, by field.
std::optional<DateRange> resolve_dates(std::string_view start, std::string_view end, Instant now,
                                       std::vector<FieldFault>& faults);

struct FlowQuery {
  Instrument instrument;
  FlowPeriod period = FlowPeriod::kIntraday;
  std::optional<DateRange> dates;  // for every period but intraday
};

// Turns a series in place into the wished view, exactly; false where a figure would not fit. Where
// a part that a figure needs was not published, the figure is absent.
bool convert(std::vector<FlowPoint>& points, FlowSemantics& semantics, FlowView view);

}  // namespace tidegate::core
