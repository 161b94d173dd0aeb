#include "upstream/tickdb/connector.hpp"

#include <utility>

#include "net/url.hpp"
#include "upstream/tickdb/history_plan.hpp"
#include "upstream/tickdb/latest_batch.hpp"
#include "upstream/tickdb/traits.hpp"
#include "upstream/tickdb/words.hpp"

namespace tidegate::upstream::tickdb {

namespace asio = boost::asio;

namespace {

bool lists_stocks(core::Market market) {
  return !core::facts_of(market).suffix.empty();
}

std::string type_parameter(const core::Instrument& instrument) {
  if (!instrument.type_asked) return {};
  return "&type=" + std::string{type_word(instrument.type)};
}

std::string symbol_parameter(const core::Instrument& instrument) {
  return "symbol=" + net::percent_encoded(instrument.symbol) + type_parameter(instrument);
}

std::string history_target(const core::HistoryQuery& query, const HistoryPlan::Step& step) {
  auto target = "/v1/market/kline?" + symbol_parameter(query.instrument) +
                "&interval=" + std::string{interval_word(query.interval)} +
                "&limit=" + std::to_string(step.limit);
  const auto add = [&target](const char* name, std::optional<core::Instant> instant) {
    if (instant) target += name + std::to_string(instant->time_since_epoch().count());
  };
  add("&start_time=", step.start);
  add("&end_time=", step.end);
  return target;
}

core::Instant our_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

core::Error about(core::Error error, const core::Instrument& instrument) {
  error.metadata["symbol"] = instrument.symbol;
  return error;
}

std::string latest_target(const LatestBatch::Group& group) {
  std::string symbols;
  for (const auto& each : group.instruments) {
    symbols += (symbols.empty() ? "" : ",") + net::percent_encoded(each.symbol);
  }
  return "/v1/market/kline/latest?symbols=" + symbols +
         "&interval=" + std::string{interval_word(group.interval)} +
         type_parameter(group.instruments.front());
}

}  // namespace

Connector::Connector(Client& client, AmountScales scales)
    : client_{client}, catalogue_{client}, scales_{std::move(scales)} {}

bool Connector::serves(core::Market market, core::InstrumentType type,
                       core::FlowPeriod period) const noexcept {
  return lists_stocks(market) && type != core::InstrumentType::kFuture &&
         period == core::FlowPeriod::kIntraday;
}

bool Connector::serves(core::Market, core::InstrumentType type, core::Interval) const noexcept {
  return type != core::InstrumentType::kToken;
}

Asked<core::CapitalFlow> Connector::capital_flow(core::FlowQuery query, core::Deadline deadline) {
  auto target = "/v1/market/capital-flow?" + symbol_parameter(query.instrument);
  auto reply = co_await client_.get(std::move(target), parse_capital_flow, deadline);
  if (!reply) co_return about(reply.error(), query.instrument);
  auto* const flow = &reply->value;
  flow->point_semantics = semantics(query.instrument);
  flow->point_semantics.accumulation = kPointAccumulation;
  flow->published_accumulation = kPointAccumulation;
  flow->distribution_semantics = semantics(query.instrument);
  flow->distribution_semantics.accumulation = kDistributionAccumulation;
  flow->distribution_semantics.tiers = {core::OrderSize::kLarge, core::OrderSize::kMedium,
                                        core::OrderSize::kSmall};
  core::Provenance provenance{kName, reply->fetched_at, flow->as_of, {}, {}};
  core::Answer<core::CapitalFlow> answer{std::move(*flow), std::move(provenance)};
  co_return answer;
}

core::FlowSemantics Connector::semantics(const core::Instrument& instrument) const {
  core::FlowSemantics semantics;
  semantics.confidence =
      core::Confidence::kInferred;  // a configured scale does not document the rest
  semantics.session_scope = core::SessionScope::kRegular;
  semantics.currency = instrument.currency;
  const auto scale = scales_.find(core::facts_of(instrument.market).name);
  if (scale != scales_.end()) semantics.amount_scale = scale->second;
  return semantics;
}

Asked<core::LatestKlines> Connector::latest_klines(core::LatestQuery query,
                                                   core::Deadline deadline) {
  LatestBatch batch{std::move(query)};
  core::Provenance provenance{kName, our_now(), {}, {}, {}};
  while (!batch.done()) {
    auto target = latest_target(batch.next());
    auto reply = co_await client_.get(std::move(target), parse_latest_klines, deadline);
    if (reply) {
      provenance.fetched_at = reply->fetched_at;
      batch.on_series(std::move(reply->value), reply->provider_now);
    } else {
      batch.on_error(reply.error());
    }
  }
  auto klines = batch.take();
  if (!klines) co_return klines.error();
  core::Answer<core::LatestKlines> answer{*std::move(klines), std::move(provenance)};
  co_return answer;
}

Asked<core::History> Connector::history(core::HistoryQuery query, core::Deadline deadline) {
  HistoryPlan plan{query, client_.provider_now()};
  core::Provenance provenance{kName, our_now(), {}, {}, {}};
  while (!plan.done()) {
    auto target = history_target(query, plan.next());
    auto reply = co_await client_.get(std::move(target), parse_klines, deadline);
    if (reply) {
      provenance.fetched_at = reply->fetched_at;
      plan.on_klines(std::move(reply->value.klines), reply->provider_now);
      continue;
    }
    const bool too_far_back = reply.error().fault == core::Fault::kRangeNotKept;
    if (!too_far_back || !plan.on_range_refused()) {
      co_return about(reply.error(), query.instrument);
    }
  }
  core::Answer<core::History> answer{plan.take(), std::move(provenance)};
  co_return answer;
}

asio::awaitable<core::Result<std::vector<core::Instrument>>> Connector::look_up(
    std::vector<core::Instrument> candidates, core::Deadline deadline) {
  return catalogue_.look_up(std::move(candidates), deadline);
}

std::string Connector::known_name(const core::Instrument& instrument) const {
  return catalogue_.known_name(instrument);
}

}  // namespace tidegate::upstream::tickdb
