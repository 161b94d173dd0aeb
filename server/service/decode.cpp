#include "service/decode.hpp"

#include <algorithm>
#include <utility>

#include <google/protobuf/util/time_util.h>

#include "service/page_token.hpp"

namespace tidegate::service {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int kSymbolsMax = 100;
constexpr int kPageSizeUsual = 100;
constexpr int kPageSizeMax = 1000;
constexpr std::size_t kProviderNameMax = 32;
constexpr int kNanosMax = 999'999'999;

// Collects what is wrong with a request, so that a caller hears all of it at once.
class Faults {
 public:
  void add(std::string field, std::string description) {
    fields_.push_back({std::move(field), std::move(description)});
  }
  std::vector<core::FieldFault>& fields() noexcept { return fields_; }
  bool any() const noexcept { return !fields_.empty(); }

  core::Error error() && {
    std::string message = "the request is not valid:";
    for (const auto& each : fields_) message += " " + each.field + " " + each.description + ";";
    message.pop_back();
    return {core::Fault::kInvalidField, std::move(message), {}, std::move(fields_)};
  }

 private:
  std::vector<core::FieldFault> fields_;
};

core::InstrumentType type_of(v1::InstrumentType type, Faults& faults) {
  // The proto's numbers follow our own order; encode.cpp holds the assertion.
  if (v1::InstrumentType_IsValid(type)) return static_cast<core::InstrumentType>(type);
  faults.add("type", "is no value of InstrumentType");
  return core::InstrumentType::kUnspecified;
}

core::Interval interval_of(v1::KlineInterval interval, Faults& faults) {
  if (interval == v1::KLINE_INTERVAL_UNSPECIFIED || !v1::KlineInterval_IsValid(interval)) {
    faults.add("interval", "must be given, for example KLINE_INTERVAL_1_MINUTE");
    return core::Interval::k1Minute;
  }
  return static_cast<core::Interval>(interval - 1);
}

core::FlowPeriod period_of(v1::CapitalFlowPeriod period, Faults& faults) {
  if (!v1::CapitalFlowPeriod_IsValid(period))
    faults.add("period", "is no value of CapitalFlowPeriod");
  if (period == v1::CAPITAL_FLOW_PERIOD_DAY) return core::FlowPeriod::kDay;
  if (period == v1::CAPITAL_FLOW_PERIOD_WEEK) return core::FlowPeriod::kWeek;
  if (period == v1::CAPITAL_FLOW_PERIOD_MONTH) return core::FlowPeriod::kMonth;
  return core::FlowPeriod::kIntraday;
}

core::FlowView view_of(v1::CapitalFlowView view, Faults& faults) {
  if (!v1::CapitalFlowView_IsValid(view)) faults.add("view", "is no value of CapitalFlowView");
  if (view == v1::CAPITAL_FLOW_VIEW_CUMULATIVE) return core::FlowView::kCumulative;
  if (view == v1::CAPITAL_FLOW_VIEW_PER_INTERVAL) return core::FlowView::kPerInterval;
  return core::FlowView::kAsPublished;
}

std::string provider_of(const std::string& provider, Faults& faults) {
  if (provider.size() <= kProviderNameMax) return provider;
  faults.add("provider", "is too long to be the name of one");
  return {};
}

template <class Request>
std::optional<std::chrono::milliseconds> staleness_of(const Request& request, Faults& faults) {
  if (!request.has_max_staleness()) return std::nullopt;
  const auto& asked = request.max_staleness();
  const bool in_range = asked.seconds() >= 0 && asked.seconds() <= TimeUtil::kDurationMaxSeconds &&
                        asked.nanos() >= 0 && asked.nanos() <= kNanosMax;
  if (!in_range) {
    faults.add("max_staleness", "must be a valid duration that is not negative");
    return std::nullopt;
  }
  return std::chrono::milliseconds{TimeUtil::DurationToMilliseconds(asked)};
}

std::optional<core::Instant> instant_of(const google::protobuf::Timestamp& timestamp,
                                        const char* field, Faults& faults) {
  const bool in_range = timestamp.seconds() >= TimeUtil::kTimestampMinSeconds &&
                        timestamp.seconds() <= TimeUtil::kTimestampMaxSeconds &&
                        timestamp.nanos() >= 0 && timestamp.nanos() <= kNanosMax;
  if (!in_range) {
    faults.add(field, "is no valid timestamp");
    return std::nullopt;
  }
  return core::Instant{std::chrono::milliseconds{TimeUtil::TimestampToMilliseconds(timestamp)}};
}

market::Wish wish_of(const std::string& symbol, core::InstrumentType type, std::string provider,
                     Faults& faults) {
  auto reading = core::read_symbol(symbol, type);
  if (reading) return {symbol, *std::move(reading), std::move(provider)};
  for (auto& each : reading.error().fields) faults.add(each.field, each.description);
  return {};
}

int page_size_of(int asked, Faults& faults) {
  if (asked < 0) faults.add("page_size", "must not be negative");
  if (asked == 0) return kPageSizeUsual;
  return std::min(asked, kPageSizeMax);
}

}  // namespace

core::Result<FlowRequest> decode(const v1::GetCapitalFlowRequest& request, core::Instant now) {
  Faults faults;
  FlowRequest decoded;
  const auto type = type_of(request.type(), faults);
  decoded.wish = wish_of(request.symbol(), type, provider_of(request.provider(), faults), faults);
  decoded.period = period_of(request.period(), faults);
  decoded.view = view_of(request.view(), faults);
  decoded.max_staleness = staleness_of(request, faults);
  if (decoded.period != core::FlowPeriod::kIntraday) {
    decoded.dates =
        core::resolve_dates(request.start_date(), request.end_date(), now, faults.fields());
  } else {
    constexpr const char* kNoDates = "applies to the periods DAY, WEEK and MONTH only";
    if (!request.start_date().empty()) faults.add("start_date", kNoDates);
    if (!request.end_date().empty()) faults.add("end_date", kNoDates);
  }
  if (faults.any()) return std::move(faults).error();
  return decoded;
}

core::Result<FlowRequest> decode(const v1::GetCapitalDistributionRequest& request) {
  Faults faults;
  FlowRequest decoded;
  const auto type = type_of(request.type(), faults);
  decoded.wish = wish_of(request.symbol(), type, provider_of(request.provider(), faults), faults);
  decoded.max_staleness = staleness_of(request, faults);
  if (faults.any()) return std::move(faults).error();
  return decoded;
}

core::Result<LatestRequest> decode(const v1::GetLatestKlinesRequest& request) {
  Faults faults;
  LatestRequest decoded;
  const auto type = type_of(request.type(), faults);
  const auto provider = provider_of(request.provider(), faults);
  decoded.interval = interval_of(request.interval(), faults);
  decoded.max_staleness = staleness_of(request, faults);
  if (request.symbols().empty()) faults.add("symbols", "must name at least one symbol");
  if (request.symbols_size() > kSymbolsMax) {
    faults.add("symbols", "must name at most " + std::to_string(kSymbolsMax) + " symbols");
  }
  if (faults.any()) return std::move(faults).error();
  for (const auto& symbol : request.symbols()) {
    auto reading = core::read_symbol(symbol, type);
    if (reading) {
      decoded.wishes.push_back(market::Wish{symbol, *std::move(reading), provider});
    } else {
      decoded.wishes.push_back(reading.error());
    }
  }
  return decoded;
}

core::Result<HistoryRequest> decode(const v1::ListKlinesRequest& request) {
  Faults faults;
  HistoryRequest decoded;
  const auto type = type_of(request.type(), faults);
  decoded.wish = wish_of(request.symbol(), type, provider_of(request.provider(), faults), faults);
  auto& query = decoded.query;
  query.interval = interval_of(request.interval(), faults);
  query.count_max = page_size_of(request.page_size(), faults);
  if (request.has_start_time())
    query.start = instant_of(request.start_time(), "start_time", faults);
  if (request.has_end_time()) query.end = instant_of(request.end_time(), "end_time", faults);
  if (query.start && query.end && *query.start >= *query.end) {
    faults.add("start_time", "must be before end_time");
  }
  if (!request.page_token().empty()) {
    const auto before = read_page_token(request.page_token(), page_question(request));
    if (before) {
      query.end = before;
    } else {
      faults.add("page_token", "is not the next_page_token of this very question");
    }
  }
  if (faults.any()) return std::move(faults).error();
  return decoded;
}

core::Result<market::Wish> decode(const v1::ResolveInstrumentRequest& request) {
  Faults faults;
  const auto type = type_of(request.type(), faults);
  auto wish = wish_of(request.symbol(), type, {}, faults);
  if (faults.any()) return std::move(faults).error();
  return wish;
}

}  // namespace tidegate::service
