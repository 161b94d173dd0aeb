#include "tests/simulators/tickdb/reference.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <boost/json.hpp>

#include "tests/simulators/tickdb/parameters.hpp"
#include "tests/simulators/time_text.hpp"

namespace tidegate::simulators::tickdb {
namespace {

namespace chrono = std::chrono;
namespace json = boost::json;

constexpr std::array kMarkets{"US", "HK", "CN", "GLOBAL"};

// Market codes may be written in any case. Empty: not given.
Read<std::string> read_market(const Request& request) {
  std::string market{request.parameter("market")};
  for (char& each : market) {
    if (each >= 'a' && each <= 'z') each = static_cast<char>(each - 'a' + 'A');
  }
  if (!market.empty() && std::ranges::find(kMarkets, market) == kMarkets.end()) {
    return Refusal{"2001", "invalid market parameter"};
  }
  return market;
}

json::object product_object(const Product& product, const std::string& updated_at) {
  return {{"symbol", product.symbol},     {"name", product.name},
          {"market", product.market},     {"type", name_of(product.type)},
          {"currency", product.currency}, {"is_active", product.active},
          {"updated_at", updated_at}};
}

json::object summary_of(const std::vector<const Product*>& products,
                        const std::string& updated_at) {
  std::map<std::string_view, int> by_market;
  std::map<std::string_view, int> by_type;
  for (const Product* each : products) {
    ++by_market[each->market];
    ++by_type[name_of(each->type)];
  }
  json::object markets;
  for (const auto& [name, count] : by_market) markets[name] = count;
  json::object types;
  for (const auto& [name, count] : by_type) types[name] = count;
  return {{"total_products", products.size()},
          {"by_market", markets},
          {"by_type", types},
          {"last_updated", updated_at}};
}

std::optional<Day> read_day(std::string_view text) {
  const auto number = whole_number(text);
  if (text.size() != 8 || !number || *number < 0) return {};
  const chrono::year_month_day date{chrono::year{static_cast<int>(*number / 10'000)},
                                    chrono::month{static_cast<unsigned>(*number / 100 % 100)},
                                    chrono::day{static_cast<unsigned>(*number % 100)}};
  if (!date.ok()) return {};
  return Day{date};
}

std::string day_text(Day day) {
  const chrono::year_month_day date{day};
  std::array<char, 16> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%04d%02u%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text.data(), static_cast<std::size_t>(size)};
}

Calendar calendar_of(std::string_view market) {
  if (market == "HK") return Calendar::kHk;
  return market == "CN" ? Calendar::kCn : Calendar::kUs;
}

// Local clock times as numbers, hhmm; the kind is left out for the ordinary session.
json::object session(int begin, int end, int kind = 0) {
  json::object object{{"begin_time", begin}, {"end_time", end}};
  if (kind != 0) object["trade_session"] = kind;
  return object;
}

json::object sessions_of(std::string_view market) {
  json::array sessions;
  if (market == "US") sessions.push_back(session(400, 930, 1));
  for (const Span span : spans_of(calendar_of(market))) {
    if (span.end - span.begin == 1) continue;  // the auction is no session
    sessions.push_back(
        session(span.begin / 60 * 100 + span.begin % 60, span.end / 60 * 100 + span.end % 60));
  }
  if (market == "US") sessions.push_back(session(1600, 2000, 2));
  return {{"market", market}, {"trading_sessions", sessions}};
}

}  // namespace

Outcome answer_symbols(const Request& request, const Catalogue& catalogue, Instant now) {
  const auto type = read_type(request);
  if (!type) return type.error();
  const auto market = read_market(request);
  if (!market) return market.error();
  const auto limit = read_limit(request);
  if (!limit) return limit.error();
  const auto given = request.parameter("offset");
  const auto offset = whole_number(given.empty() ? "0" : given);
  if (!offset || *offset < 0) return Refusal{"2001", "invalid offset parameter"};

  std::vector<const Product*> products;
  for (const Product& each : catalogue.products()) {
    const bool fits =
        (!*type || **type == each.type) && (market->empty() || *market == each.market);
    if (fits) products.push_back(&each);
  }
  // The list is made anew each day.
  const std::string updated_at = rfc3339(chrono::floor<chrono::days>(now));
  const auto first = std::min(products.size(), static_cast<std::size_t>(*offset));
  const auto count = std::min(*limit, products.size() - first);
  json::array page;
  for (std::size_t i = first; i < first + count; ++i) {
    page.push_back(product_object(*products[i], updated_at));
  }
  return json::object{
      {"products", page},
      {"summary", summary_of(products, updated_at)},
      {"pagination",
       json::object{
           {"limit", *limit}, {"offset", *offset}, {"total", products.size()}, {"count", count}}}};
}

Outcome answer_trading_sessions(const Request& request) {
  const auto market = read_market(request);
  if (!market) return market.error();
  if (*market == "GLOBAL") return Refusal{"2001", "invalid market parameter"};
  json::array all;
  for (const std::string_view each : {"US", "HK", "CN"}) {
    if (market->empty() || *market == each) all.push_back(sessions_of(each));
  }
  return all;
}

Outcome answer_trade_days(const Request& request, Instant now) {
  const auto market = read_market(request);
  if (!market) return market.error();
  if (market->empty()) return Refusal{"2001", "market parameter is required"};
  if (*market == "GLOBAL") return Refusal{"2001", "invalid market parameter"};
  const auto first = read_day(request.parameter("beg_day"));
  const auto last = read_day(request.parameter("end_day"));
  if (!first || !last) return Refusal{"2001", "beg_day and end_day must be given as YYYYMMDD"};
  const bool too_old = *first < now - chrono::days{366};
  if (*first > *last || *last - *first > chrono::days{30} || too_old) {
    return Refusal{"2003", "the range must be within a year and at most 31 days long"};
  }
  json::array days;
  for (Day day = *first; day <= *last; day += chrono::days{1}) {
    if (trades_on(calendar_of(*market), day)) days.emplace_back(day_text(day));
  }
  return json::object{
      {"market", *market}, {"trade_days", days}, {"half_trade_days", json::array{}}};
}

}  // namespace tidegate::simulators::tickdb
