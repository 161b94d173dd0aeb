#include "tests/simulators/tickdb/api.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json.hpp>

#include "tests/simulators/tickdb/capital_flow.hpp"
#include "tests/simulators/tickdb/klines.hpp"
#include "tests/simulators/tickdb/reference.hpp"

namespace tidegate::simulators::tickdb {
namespace {

namespace chrono = std::chrono;
namespace json = boost::json;

constexpr std::array<std::string_view, 6> kPaths{
    "/v1/market/capital-flow",     "/v1/market/kline",      "/v1/market/kline/latest",
    "/v1/market/trading-sessions", "/v1/market/trade-days", "/v1/symbols/available",
};

// The provider's gateway speaks plain text where no endpoint answers.
Reply plain(unsigned status, std::string_view text) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/plain; charset=utf-8";
  reply.body = text;
  return reply;
}

}  // namespace

Api::Api(ApiOptions options, const Clock& clock) : options_{std::move(options)}, clock_{clock} {}

Reply Api::answer(const Request& request) {
  if (std::ranges::find(kPaths, request.path) == kPaths.end()) {
    return plain(404, "404 page not found");
  }
  if (request.method != "GET") {
    Reply reply = plain(405, "405 method not allowed");
    reply.headers.emplace_back("Allow", "GET");
    return reply;
  }
  const auto plan = admit(request);
  if (!plan) return error_reply(plan.error(), {});
  const std::string key{request.header("x-api-key").value_or("")};
  if (const auto refusal = over_limit(key, *plan)) {
    return error_reply(*refusal, facts(*plan, refusal->retry_after));
  }
  const Outcome outcome = ask(request, *plan);
  if (!outcome) return error_reply(outcome.error(), facts(*plan, {}));
  Reply reply;
  reply.body =
      json::serialize(json::object{{"code", 0}, {"message", "success"}, {"data", *outcome}});
  return reply;
}

boost::system::result<Plan, Refusal> Api::admit(const Request& request) const {
  const auto key = request.header("x-api-key").value_or("");
  if (key.empty()) return Refusal{"1002", ""};
  const std::string& good = options_.key;
  if (key == good) return professional(options_.requests_per_minute);
  if (key == good + "-free") return free_plan(options_.requests_per_minute);
  if (key == good + "-expired") return Refusal{"1005", ""};
  if (key == good + "-noplan") return Refusal{"1004", ""};
  return Refusal{"1001", ""};
}

std::optional<Refusal> Api::over_limit(const std::string& key, const Plan& plan) {
  const auto now = chrono::steady_clock::now();
  const auto wait = rate_limit_.refuse(key, plan.requests_per_minute, now);
  if (!wait) return {};
  Refusal refusal{"3001", ""};
  refusal.retry_after = chrono::ceil<chrono::seconds>(*wait);
  return refusal;
}

// The wait is in real seconds and the time of the reset is a simulated one, so that a client may
// go by either.
LimitFacts Api::facts(const Plan& plan, std::optional<chrono::seconds> wait) const {
  const chrono::duration<double> real = wait.value_or(chrono::seconds{0});
  const auto simulated = chrono::ceil<chrono::seconds>(real * clock_.speed());
  const auto reset = chrono::ceil<chrono::seconds>(clock_.now()) + simulated;
  return {plan.requests_per_minute, plan.name, reset.time_since_epoch().count()};
}

Outcome Api::ask(const Request& request, const Plan& plan) const {
  const Instant now = clock_.now();
  const std::string& path = request.path;
  if (path == "/v1/market/kline") return answer_history(request, catalogue_, plan, now);
  if (path == "/v1/market/kline/latest") return answer_latest(request, catalogue_, now);
  if (path == "/v1/market/capital-flow") {
    return answer_capital_flow(request, catalogue_, plan, now);
  }
  if (path == "/v1/market/trading-sessions") return answer_trading_sessions(request);
  if (path == "/v1/market/trade-days") return answer_trade_days(request, now);
  return answer_symbols(request, catalogue_, now);
}

Reply Api::complain(const Fault& fault) {
  Refusal refusal{fault.code, ""};
  const auto given = std::ranges::find_if(
      fault.headers, [](const auto& each) { return each.first == "Retry-After"; });
  // The one code whose header the provider documents.
  if (fault.code == "3001" && given == fault.headers.end()) {
    refusal.retry_after = chrono::seconds{1};
  }
  if (fault.code == "AMBIGUOUS_SYMBOL") {
    refusal.data = json::object{{"available_types", json::array{"stock", "indices"}}};
  }
  const Plan plan = professional(options_.requests_per_minute);
  const auto shape = static_cast<Shape>(fault.variant);
  Reply reply = error_reply(refusal, shape, facts(plan, refusal.retry_after));
  reply.headers.insert(reply.headers.end(), fault.headers.begin(), fault.headers.end());
  return reply;
}

}  // namespace tidegate::simulators::tickdb
