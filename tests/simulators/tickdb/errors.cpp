#include "tests/simulators/tickdb/errors.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace tidegate::simulators::tickdb {
namespace {

namespace json = boost::json;

struct Entry {
  std::string_view code;
  unsigned status;
  std::string_view message;
};

// Where the provider does not publish a status (1003, AMBIGUOUS_SYMBOL, codes of the WebSocket),
// the nearest one.
constexpr std::array kTable{
    Entry{"1001", 401, "Invalid or expired token"},
    Entry{"1002", 401, "API key is required"},
    Entry{"1003", 403, "IP address is not whitelisted"},
    Entry{"1004", 403, "Not permitted on the current plan"},
    Entry{"1005", 401, "API key has expired"},
    Entry{"2001", 400, "Invalid parameters"},
    Entry{"2002", 404, "Symbol not found or not supported"},
    Entry{"2003", 400, "Invalid time range"},
    Entry{"2004", 400, "Too many items in one request"},
    Entry{"2005", 400, "Symbol format is not supported"},
    Entry{"2006", 400, "Symbol suffix and type do not match"},
    Entry{"2008", 406, "Compression is required"},
    Entry{"AMBIGUOUS_SYMBOL", 400, "Symbol is ambiguous, please specify type"},
    Entry{"3001", 429, "Rate limit exceeded"},
    Entry{"3002", 403, "Quota exhausted"},
    Entry{"3003", 429, "Too many connections"},
    Entry{"3004", 403, "Too many subscriptions"},
    Entry{"3005", 429, "Symbol requested too frequently"},
    Entry{"3006", 403, "Product is not available on the current plan"},
    Entry{"3007", 403, "Requested history exceeds the current plan"},
    Entry{"3008", 403, "Time range queries are not available on the current plan"},
    Entry{"3009", 403, "Endpoint is not available for this API key"},
    Entry{"3010", 403, "Market is not available on the current plan"},
    Entry{"3011", 403, "Depth of history is not available on the current plan"},
    Entry{"3012", 403, "Batch requests are not available on the current plan"},
    Entry{"4001", 400, "Unknown command"},
    Entry{"4002", 400, "Invalid message"},
    Entry{"4003", 400, "Depth channel is not available"},
    Entry{"4004", 400, "Trade channel is not available"},
    Entry{"4005", 403, "Channel is not available for this API key"},
    Entry{"5000", 500, "Internal server error"},
    Entry{"5001", 503, "Market data is temporarily unavailable"},
    Entry{"5002", 503, "Service is temporarily unavailable"},
    Entry{"5003", 503, "No data source is available for this request"},
    Entry{"5004", 503, "Realtime data is temporarily unavailable"},
    Entry{"5005", 503, "Adjustment factors are temporarily unavailable"},
    Entry{"5006", 422, "Adjusted bars cannot be built at this interval"},
    Entry{"40001", 400, "Invalid parameters"},
    Entry{"40101", 401, "Unauthorized"},
    Entry{"40404", 404, "Not found"},
    Entry{"40405", 404, "No data"},
    Entry{"50001", 500, "Internal server error"},
    Entry{"UNAUTHORIZED", 401, "Unauthorized"},
    Entry{"INVALID_TOKEN", 401, "Invalid token"},
    Entry{"PERMISSION_DENIED", 403, "Permission denied"},
};

const Entry& entry_of(std::string_view code) {
  const auto found = std::ranges::find(kTable, code, &Entry::code);
  return found != kTable.end() ? *found : *std::ranges::find(kTable, "5000", &Entry::code);
}

json::value number_if_it_is_one(const std::string& code) {
  const bool number =
      std::ranges::all_of(code, [](char each) { return each >= '0' && each <= '9'; });
  if (number) return json::value(std::stoll(code));
  return json::value(code);
}

json::object limit_object(const LimitFacts& facts) {
  return {{"limit", facts.limit},
          {"plan", facts.plan},
          {"reset_at", facts.reset_at},
          {"upgrade_to", ""}};
}

json::object with_data(json::object body, const json::value& data) {
  if (!data.is_null()) body["data"] = data;
  return body;
}

json::object body_of(const Refusal& refusal, Shape shape, const LimitFacts& facts) {
  const std::string& code = refusal.code;
  const std::string& text = refusal.message;
  const unsigned status = entry_of(code).status;
  const json::value& data = refusal.data;
  switch (shape) {
    case Shape::kTextCode:
      return with_data({{"code", code}, {"message", text}, {"error", code}}, data);
    case Shape::kNumberCode:
      return {{"code", number_if_it_is_one(code)}, {"message", text}, {"data", data}};
    case Shape::kWithData: {
      const json::value some = data.is_null() ? json::value(json::object{{"market", "US"}}) : data;
      return {{"code", number_if_it_is_one(code)}, {"message", text}, {"data", some}};
    }
    case Shape::kLimit:
      return {
          {"code", number_if_it_is_one(code)}, {"message", text}, {"data", limit_object(facts)}};
    case Shape::kCodeIsText:
      return with_data({{"code", text}, {"message", "[" + code + "] " + text}, {"error", text}},
                       data);
    case Shape::kCodeIsStatus: return {{"code", status}, {"message", text}};
    case Shape::kFlatLimit:
      return {{"success", false},     {"error", text},           {"code", status},
              {"limit", facts.limit}, {"used", facts.limit},     {"reset_at", facts.reset_at},
              {"plan", facts.plan},   {"upgrade_to", "standard"}};
  }
  return {};
}

Shape usual_shape(const std::string& code) {
  if (code == "3001") return Shape::kLimit;
  if (code == "1001") return Shape::kCodeIsText;
  if (code == "AMBIGUOUS_SYMBOL" || code.starts_with("3")) return Shape::kNumberCode;
  return Shape::kTextCode;
}

}  // namespace

bool knows_code(std::string_view code) {
  return std::ranges::find(kTable, code, &Entry::code) != kTable.end();
}

Reply error_reply(const Refusal& refusal, Shape shape, const LimitFacts& facts) {
  const Entry& entry = entry_of(refusal.code);
  Refusal told = refusal;
  if (told.message.empty()) told.message = entry.message;
  Reply reply;
  reply.status = entry.status;
  if (told.retry_after) {
    reply.headers.emplace_back("Retry-After", std::to_string(told.retry_after->count()));
  }
  reply.body = json::serialize(body_of(told, shape, facts));
  return reply;
}

Reply error_reply(const Refusal& refusal, const LimitFacts& facts) {
  return error_reply(refusal, usual_shape(refusal.code), facts);
}

}  // namespace tidegate::simulators::tickdb
