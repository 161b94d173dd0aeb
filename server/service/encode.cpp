#include "service/encode.hpp"

#include <algorithm>

#include <google/protobuf/util/time_util.h>

#include "service/status.hpp"

namespace tidegate::service {
namespace {

using google::protobuf::util::TimeUtil;

// Enums travel by number: ours and the proto's stand in the same order.
static_assert(static_cast<int>(core::InstrumentType::kStock) == v1::INSTRUMENT_TYPE_STOCK);
static_assert(static_cast<int>(core::InstrumentType::kToken) == v1::INSTRUMENT_TYPE_TOKEN);
static_assert(static_cast<int>(core::Interval::k1Minute) + 1 == v1::KLINE_INTERVAL_1_MINUTE);
static_assert(static_cast<int>(core::Interval::k1Month) + 1 == v1::KLINE_INTERVAL_1_MONTH);
static_assert(static_cast<int>(core::Accumulation::kWindow) + 1 == v1::FLOW_ACCUMULATION_WINDOW);
static_assert(static_cast<int>(core::Confidence::kConfigured) + 1 ==
              v1::FLOW_CONFIDENCE_CONFIGURED);
static_assert(static_cast<int>(core::SessionScope::kContinuous) == v1::SESSION_SCOPE_CONTINUOUS);
static_assert(static_cast<int>(core::OrderSize::kMain) + 1 == v1::ORDER_SIZE_MAIN);

v1::FlowAccumulation proto_of(core::Accumulation accumulation) {
  return static_cast<v1::FlowAccumulation>(static_cast<int>(accumulation) + 1);
}

}  // namespace

void encode(core::Instant instant, google::protobuf::Timestamp& out) {
  out = TimeUtil::MillisecondsToTimestamp(instant.time_since_epoch().count());
}

void encode(const core::Instrument& instrument, const std::string& requested, v1::Instrument& out) {
  const auto& facts = core::facts_of(instrument.market);
  out.set_symbol(instrument.symbol);
  out.set_requested_symbol(requested);
  out.set_type(static_cast<v1::InstrumentType>(instrument.type));
  out.set_market(std::string{facts.name});
  out.set_currency(instrument.currency);
  out.set_time_zone(std::string{facts.time_zone});
  out.set_name(instrument.name);
  for (auto& alias : core::aliases_of(instrument)) out.add_aliases(std::move(alias));
}

void encode(const core::Provenance& provenance, v1::Provenance& out) {
  out.set_provider(provenance.provider);
  encode(provenance.fetched_at, *out.mutable_fetched_at());
  if (provenance.as_of) encode(*provenance.as_of, *out.mutable_as_of());
  out.set_fallback_from(provenance.fallback_from);
  if (provenance.fallback_reason) {
    out.set_fallback_reason(std::string{core::reason_of(*provenance.fallback_reason)});
  }
}

void encode(const core::FlowSemantics& semantics, core::Accumulation published,
            v1::FlowSemantics& out) {
  out.set_accumulation(proto_of(semantics.accumulation));
  out.set_published_accumulation(proto_of(published));
  out.set_currency(semantics.currency);
  if (semantics.amount_scale) out.set_amount_scale(semantics.amount_scale->text());
  out.set_confidence(static_cast<v1::FlowConfidence>(static_cast<int>(semantics.confidence) + 1));
  out.set_session_scope(static_cast<v1::SessionScope>(semantics.session_scope));
  for (const auto tier : semantics.tiers) {
    out.add_tiers(static_cast<v1::OrderSize>(static_cast<int>(tier) + 1));
  }
}

void encode(const core::FlowPoint& point, v1::CapitalFlowPoint& out) {
  encode(point.time, *out.mutable_time());
  if (point.net_inflow) out.set_net_inflow(point.net_inflow->text());
  if (point.main) out.set_main(point.main->text());
  if (point.extra_large) out.set_extra_large(point.extra_large->text());
  if (point.large) out.set_large(point.large->text());
  if (point.medium) out.set_medium(point.medium->text());
  if (point.small) out.set_small(point.small->text());
}

void encode(const core::AmountBySize& amounts, v1::CapitalBySize& out) {
  if (amounts.extra_large) out.set_extra_large(amounts.extra_large->text());
  if (amounts.large) out.set_large(amounts.large->text());
  if (amounts.medium) out.set_medium(amounts.medium->text());
  if (amounts.small) out.set_small(amounts.small->text());
}

void encode(const core::Kline& kline, core::Interval interval, v1::Kline& out) {
  out.set_interval(static_cast<v1::KlineInterval>(static_cast<int>(interval) + 1));
  encode(kline.open_time, *out.mutable_open_time());
  encode(core::close_time(kline.open_time, interval), *out.mutable_close_time());
  out.set_open(kline.open.text());
  out.set_high(kline.high.text());
  out.set_low(kline.low.text());
  out.set_close(kline.close.text());
  if (kline.volume) out.set_volume(kline.volume->text());
  if (kline.quote_volume) out.set_quote_volume(kline.quote_volume->text());
}

void encode(const core::Error& error, v1::Problem& out) {
  out.set_code(code_of(error.fault));
  out.set_reason(std::string{core::reason_of(error.fault)});
  out.set_message(error.message);
  out.mutable_metadata()->insert(error.metadata.begin(), error.metadata.end());
  if (error.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count();
    (*out.mutable_metadata())["retry_after"] = std::to_string(seconds);
  }
}

void encode_freshness(core::Instant fetched_at, core::Instant now, v1::Freshness& out) {
  out.set_stale(false);
  const auto age = std::max(now - fetched_at, std::chrono::milliseconds{0});
  *out.mutable_age() = TimeUtil::MillisecondsToDuration(age.count());
}

}  // namespace tidegate::service
