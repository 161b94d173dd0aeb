#include "service/market_data.hpp"

#include <utility>

#include "service/decode.hpp"
#include "service/encode.hpp"
#include "service/page_token.hpp"
#include "service/unary.hpp"

namespace tidegate::service {
namespace {

namespace asio = boost::asio;

core::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Starts the question on the desk's lane. `ask` takes the deadline, `encode` the answer.
template <class Answer, class Ask, class Encode>
grpc::ServerUnaryReactor* answer_with(Call call, market::Desk& desk, Ask ask, Encode encode) {
  return Unary<Answer, Encode>::start(std::move(call), desk.lane(), std::move(ask),
                                      std::move(encode));
}

// The whole message of a flow: figures, what they mean, where they come from.
template <class Response>
void encode_origin(const std::string& spelling, const market::Served<core::CapitalFlow>& served,
                   Response& response) {
  encode(served.instrument, spelling, *response.mutable_instrument());
  encode(served.answer.provenance, *response.mutable_provenance());
  encode_freshness(served.answer.provenance.fetched_at, now(), *response.mutable_freshness());
}

asio::awaitable<core::Result<market::Served<core::CapitalFlow>>> converted_flow(
    market::Desk& desk, FlowRequest request, core::Deadline deadline) {
  auto served = co_await desk.capital_flow(request.wish, request.period, request.dates, deadline);
  if (!served) co_return served.error();
  auto& flow = served->answer.value;
  if (!core::convert(flow.points, flow.point_semantics, request.view)) {
    core::Error error{core::Fault::kUpstreamMalformed, "the figures are too large to be added up"};
    co_return error;
  }
  co_return served;
}

// A distribution that the provider did not send is nothing it serves now.
asio::awaitable<core::Result<market::Served<core::CapitalFlow>>> with_distribution(
    market::Desk& desk, FlowRequest request, core::Deadline deadline) {
  auto served = co_await desk.capital_flow(request.wish, request.period, std::nullopt, deadline);
  if (!served) co_return served.error();
  const auto& provider = served->answer.provenance.provider;
  if (!served->answer.value.distribution) {
    core::Error error{
        core::Fault::kNotServed,
        provider + " publishes no distribution of " + served->instrument.symbol + " now",
        {{"provider", provider}}};
    co_return error;
  }
  co_return served;
}

void encode_latest(const core::Result<market::LatestServed>& result, core::Interval interval,
                   const std::string& requested, v1::LatestKlineResult& out) {
  out.set_requested_symbol(requested);
  if (!result) return encode(result.error(), *out.mutable_problem());
  auto& kline = *out.mutable_kline();
  encode(result->kline.kline, interval, kline);
  kline.set_symbol(result->instrument.symbol);
  kline.set_status(result->kline.closed ? v1::KLINE_STATUS_CLOSED : v1::KLINE_STATUS_FORMING);
  encode(result->provenance, *kline.mutable_provenance());
  encode(result->instrument, requested, *out.mutable_instrument());
  encode_freshness(result->provenance.fetched_at, now(), *out.mutable_freshness());
}

using market::LatestResults;

// Asks for the symbols that could be read; the others keep their error, in their place.
asio::awaitable<core::Result<LatestResults>> latest(market::Desk& desk, LatestRequest request,
                                                    core::Deadline deadline) {
  std::vector<market::Wish> readable;
  for (const auto& each : request.wishes) {
    if (each) readable.push_back(*each);
  }
  LatestResults results;
  if (!readable.empty()) {
    auto answered = co_await desk.latest_klines(std::move(readable), request.interval, deadline);
    if (!answered) co_return answered.error();
    results = *std::move(answered);
  }
  for (std::size_t i = 0; i < request.wishes.size(); ++i) {
    if (request.wishes[i]) continue;
    results.insert(results.begin() + static_cast<std::ptrdiff_t>(i), request.wishes[i].error());
  }
  co_return results;
}

void encode_coverage(const market::Coverage& coverage, const core::Instrument& instrument,
                     v1::InstrumentCoverage& out) {
  out.set_provider(coverage.provider);
  out.set_provider_symbol(instrument.symbol);
  if (coverage.flow) {
    out.add_methods("GetCapitalFlow");
    out.add_methods("GetCapitalDistribution");
  }
  if (coverage.klines) {
    out.add_methods("GetLatestKlines");
    out.add_methods("ListKlines");
  }
}

}  // namespace

grpc::ServerUnaryReactor* MarketData::GetCapitalFlow(grpc::CallbackServerContext* context,
                                                     const v1::GetCapitalFlowRequest* request,
                                                     v1::GetCapitalFlowResponse* response) {
  Call call{calls_, Method::kGetCapitalFlow, *context, request->symbol()};
  auto decoded = decode(*request, now());
  if (!decoded) return finish(std::move(call), *context, status_of(decoded.error()));
  auto ask = [this, decoded = *decoded](core::Deadline deadline) {
    return converted_flow(desk_, decoded, deadline);
  };
  auto encode_answer = [request, response](const market::Served<core::CapitalFlow>& served) {
    const auto& flow = served.answer.value;
    encode_origin(request->symbol(), served, *response);
    encode(flow.point_semantics, flow.published_accumulation, *response->mutable_semantics());
    response->mutable_points()->Reserve(static_cast<int>(flow.points.size()));
    for (const auto& point : flow.points) encode(point, *response->add_points());
    if (flow.last_valid_time) encode(*flow.last_valid_time, *response->mutable_last_valid_time());
    return served.answer.provenance.provider;
  };
  return answer_with<market::Served<core::CapitalFlow>>(std::move(call), desk_, ask, encode_answer);
}

grpc::ServerUnaryReactor* MarketData::GetCapitalDistribution(
    grpc::CallbackServerContext* context, const v1::GetCapitalDistributionRequest* request,
    v1::GetCapitalDistributionResponse* response) {
  Call call{calls_, Method::kGetCapitalDistribution, *context, request->symbol()};
  auto decoded = decode(*request);
  if (!decoded) return finish(std::move(call), *context, status_of(decoded.error()));
  auto ask = [this, decoded = *decoded](core::Deadline deadline) {
    return with_distribution(desk_, decoded, deadline);
  };
  auto encode_answer = [request, response](const market::Served<core::CapitalFlow>& served) {
    const auto& flow = served.answer.value;
    encode_origin(request->symbol(), served, *response);
    encode(flow.distribution_semantics, flow.distribution_semantics.accumulation,
           *response->mutable_semantics());
    if (flow.distribution->as_of) encode(*flow.distribution->as_of, *response->mutable_as_of());
    encode(flow.distribution->inflow, *response->mutable_inflow());
    encode(flow.distribution->outflow, *response->mutable_outflow());
    return served.answer.provenance.provider;
  };
  return answer_with<market::Served<core::CapitalFlow>>(std::move(call), desk_, ask, encode_answer);
}

grpc::ServerUnaryReactor* MarketData::GetLatestKlines(grpc::CallbackServerContext* context,
                                                      const v1::GetLatestKlinesRequest* request,
                                                      v1::GetLatestKlinesResponse* response) {
  Call call{calls_, Method::kGetLatestKlines, *context,
            request->symbols().empty() ? std::string{} : request->symbols(0)};
  auto decoded = decode(*request);
  if (!decoded) return finish(std::move(call), *context, status_of(decoded.error()));
  auto ask = [this, decoded = *decoded](core::Deadline deadline) {
    return latest(desk_, decoded, deadline);
  };
  auto encode_answer = [request, response,
                        interval = decoded->interval](const LatestResults& results) {
    std::string provider;
    for (std::size_t i = 0; i < results.size(); ++i) {
      encode_latest(results[i], interval, request->symbols(static_cast<int>(i)),
                    *response->add_results());
      if (results[i]) provider = results[i]->provenance.provider;
    }
    return provider;
  };
  return answer_with<LatestResults>(std::move(call), desk_, ask, encode_answer);
}

grpc::ServerUnaryReactor* MarketData::ListKlines(grpc::CallbackServerContext* context,
                                                 const v1::ListKlinesRequest* request,
                                                 v1::ListKlinesResponse* response) {
  Call call{calls_, Method::kListKlines, *context, request->symbol()};
  auto decoded = decode(*request);
  if (!decoded) return finish(std::move(call), *context, status_of(decoded.error()));
  auto ask = [this, decoded = *decoded](core::Deadline deadline) {
    return desk_.history(decoded.wish, decoded.query, deadline);
  };
  auto encode_answer = [request, response, interval = decoded->query.interval](
                           const market::Served<core::History>& served) {
    const auto& history = served.answer.value;
    encode(served.instrument, request->symbol(), *response->mutable_instrument());
    encode(served.answer.provenance, *response->mutable_provenance());
    for (const auto& each : history.klines) {
      auto& kline = *response->add_klines();
      encode(each, interval, kline);
      kline.set_symbol(served.instrument.symbol);
      kline.set_status(v1::KLINE_STATUS_CLOSED);
    }
    if (history.continue_before) {
      response->set_next_page_token(
          write_page_token(*history.continue_before, page_question(*request)));
    }
    return served.answer.provenance.provider;
  };
  return answer_with<market::Served<core::History>>(std::move(call), desk_, ask, encode_answer);
}

grpc::ServerUnaryReactor* MarketData::ResolveInstrument(grpc::CallbackServerContext* context,
                                                        const v1::ResolveInstrumentRequest* request,
                                                        v1::ResolveInstrumentResponse* response) {
  Call call{calls_, Method::kResolveInstrument, *context, request->symbol()};
  auto decoded = decode(*request);
  if (!decoded) return finish(std::move(call), *context, status_of(decoded.error()));
  auto ask = [this, wish = *decoded](core::Deadline deadline) {
    return desk_.resolve(wish, deadline);
  };
  auto encode_answer = [request, response](const market::Resolution& resolution) {
    const auto& instruments = resolution.instruments;
    if (instruments.size() == 1) {
      encode(instruments.front(), request->symbol(), *response->mutable_instrument());
    } else {
      for (const auto& each : instruments) encode(each, {}, *response->add_candidates());
    }
    for (const auto& each : resolution.coverage) {
      encode_coverage(each, instruments.front(), *response->add_providers());
    }
    return std::string{};
  };
  return answer_with<market::Resolution>(std::move(call), desk_, ask, encode_answer);
}

}  // namespace tidegate::service
