#include "service/status_service.hpp"

#include <array>
#include <functional>
#include <set>
#include <utility>

#include <google/protobuf/util/time_util.h>

#include "service/encode.hpp"
#include "service/unary.hpp"

namespace tidegate::service {
namespace {

constexpr std::array kMarkets{
    core::Market::kUs,       core::Market::kHongKong, core::Market::kShanghai,
    core::Market::kShenzhen, core::Market::kBeijing,  core::Market::kCrypto,
    core::Market::kForex,    core::Market::kMetal,    core::Market::kGlobal};

void add_method(const char* method, const std::function<bool(core::Market)>& serves,
                v1::ProviderStatus& out) {
  std::set<std::string_view> markets;  // the three exchanges of mainland China are one market
  for (const auto market : kMarkets) {
    if (serves(market)) markets.insert(core::facts_of(market).name);
  }
  if (markets.empty()) return;
  auto& served = *out.add_serves();
  served.set_method(method);
  for (const auto market : markets) served.add_markets(std::string{market});
}

void add_methods(const market::Provider& provider, v1::ProviderStatus& out) {
  const auto flow = [&](core::Market market) {
    return provider.flow != nullptr &&
           provider.flow->serves(market, core::InstrumentType::kUnspecified,
                                 core::FlowPeriod::kIntraday);
  };
  const auto klines = [&](core::Market market) {
    return provider.klines != nullptr &&
           provider.klines->serves(market, core::InstrumentType::kUnspecified,
                                   core::Interval::k1Minute);
  };
  add_method("GetCapitalFlow", flow, out);
  add_method("GetCapitalDistribution", flow, out);
  add_method("GetLatestKlines", klines, out);
  add_method("ListKlines", klines, out);
}

v1::ProviderState state_of(upstream::Pulse::State state) {
  switch (state) {
    case upstream::Pulse::State::kIdle: return v1::PROVIDER_STATE_IDLE;
    case upstream::Pulse::State::kLive: return v1::PROVIDER_STATE_LIVE;
    case upstream::Pulse::State::kFailing: return v1::PROVIDER_STATE_FAILING;
  }
  return v1::PROVIDER_STATE_UNSPECIFIED;
}

void encode_provider(const market::Provider& provider, v1::ProviderStatus& out) {
  const auto& pulse = *provider.pulse;
  out.set_name(provider.name);
  out.set_state(state_of(pulse.state()));
  out.set_requests(pulse.requests());
  out.set_errors(pulse.failures());
  const auto open = provider.connections->open.load(std::memory_order_relaxed);
  out.set_connections(static_cast<std::uint32_t>(open));
  if (const auto contact = pulse.last_contact()) encode(*contact, *out.mutable_last_contact());
  if (const auto error = pulse.last_error()) {
    auto& last = *out.mutable_last_error();
    last.set_reason(std::string{core::reason_of(error->fault)});
    last.set_message(error->message);
    last.set_upstream_code(error->upstream_code);
    encode(error->when, *last.mutable_time());
  }
  if (const auto skew = pulse.clock_skew()) {
    *out.mutable_clock_skew() =
        google::protobuf::util::TimeUtil::MillisecondsToDuration(skew->count());
  }
  add_methods(provider, out);
}

}  // namespace

std::string version() {
  return TIDEGATE_VERSION;
}

grpc::ServerUnaryReactor* StatusService::GetStatus(grpc::CallbackServerContext* context,
                                                   const v1::GetStatusRequest*,
                                                   v1::GetStatusResponse* response) {
  Call call{calls_, Method::kGetStatus, *context, {}};
  response->set_version(version());
  encode(started_, *response->mutable_start_time());
  response->mutable_streams();  // nobody streams and nothing is kept yet: all figures are zero
  response->mutable_cache();
  for (const auto& each : providers_) encode_provider(each, *response->add_providers());
  return finish(std::move(call), *context, grpc::Status::OK);
}

}  // namespace tidegate::service
