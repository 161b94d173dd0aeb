#include "tests/simulators/tickdb/klines.hpp"

#include <set>

#include <boost/json.hpp>

#include "tests/simulators/tickdb/decimals.hpp"
#include "tests/simulators/tickdb/noise.hpp"
#include "tests/simulators/tickdb/parameters.hpp"

namespace tidegate::simulators::tickdb {
namespace {

namespace chrono = std::chrono;
namespace json = boost::json;

constexpr std::size_t kSymbolsMax = 50;

// What both endpoints are asked in the same words.
struct Asked {
  std::optional<Type> type;
  Interval interval;
  std::string adjust;
};

Read<Asked> read_asked(const Request& request) {
  const auto interval = read_interval(request);
  if (!interval) return interval.error();
  const auto type = read_type(request);
  if (!type) return type.error();
  const auto adjust = read_adjust(request);
  if (!adjust) return adjust.error();
  return Asked{*type, *interval, *adjust};
}

std::string open_interest(const Product& product, const Bar& bar) {
  const auto hours = chrono::duration<double, std::ratio<3600>>{bar.time.time_since_epoch()};
  const double share = 1.5 + 0.2 * wave(product.seed, hours.count() / 40);
  return std::to_string(static_cast<std::int64_t>(product.volume * share));
}

json::object bar_object(const Product& product, const Bar& bar) {
  const auto price = [&product](std::int64_t value) {
    return decimal(value, product.price_digits, product.trims_zeros);
  };
  json::object object{
      {"time", bar.time.time_since_epoch().count()},
      {"open", price(bar.open)},
      {"high", price(bar.high)},
      {"low", price(bar.low)},
      {"close", price(bar.close)},
      {"volume", decimal(bar.volume, product.volume_digits, true)},
  };
  if (product.type == Type::kFuture) {
    object["open_interest"] = open_interest(product, bar);
  } else {
    object["quote_volume"] = quote_volume(product, bar);
  }
  return object;
}

json::object series(const Request& request, std::string_view spelling, const Asked& asked,
                    const Product& product, const std::vector<Bar>& bars) {
  json::object object{{"symbol", spelling}};
  if (asked.type) object["type"] = name_of(product.type);
  object["interval"] = request.parameter("interval");
  // Nothing is ever split or pays a dividend here, so all three adjustments give the same bars.
  if (product.type == Type::kStock) object["adjust"] = asked.adjust;
  json::array klines;
  klines.reserve(bars.size());
  for (const Bar& bar : bars) klines.push_back(bar_object(product, bar));
  object["klines"] = std::move(klines);
  return object;
}

bool adjusts_what_cannot_be(const Asked& asked, const Product& product) {
  return asked.adjust != "none" && product.type != Type::kStock;
}

struct Range {
  Instant from;
  Instant to;
};

Read<Range> read_range(const Request& request, const Plan& plan, Instant now) {
  const auto start = read_time(request, "start_time");
  if (!start) return start.error();
  const auto end = read_time(request, "end_time");
  if (!end) return end.error();
  if ((*start || *end) && !plan.time_ranges) return Refusal{"3008", ""};
  const Range range{start->value_or(now - plan.history), end->value_or(now)};
  // A day of grace for clients whose clock is not the provider's.
  const Instant oldest = now - plan.history - chrono::days{1};
  if ((*start && *end && range.from > range.to) || (*start && range.from > now)) {
    return Refusal{"2003", "start_time must be before end_time and not in the future"};
  }
  if (range.from < oldest || range.to < oldest) return Refusal{"3007", ""};
  return range;
}

}  // namespace

Outcome answer_history(const Request& request, const Catalogue& catalogue, const Plan& plan,
                       Instant now) {
  const auto product = read_symbol(request, catalogue);
  if (!product && product.error().code == "2001") return product.error();
  const auto asked = read_asked(request);
  if (!asked) return asked.error();
  const auto limit = read_limit(request);
  if (!limit) return limit.error();
  if (!product) return product.error();
  if (adjusts_what_cannot_be(*asked, **product)) {
    return Refusal{"2001", "adjust is only supported for stocks"};
  }
  const auto range = read_range(request, plan, now);
  if (!range) return range.error();
  const BarQuery query{**product, asked->interval, range->from, range->to, *limit};
  return series(request, request.parameter("symbol"), *asked, **product, bars_of(query, now));
}

Outcome answer_latest(const Request& request, const Catalogue& catalogue, Instant now) {
  const auto symbols = read_symbols(request, kSymbolsMax);
  if (!symbols) return symbols.error();
  const auto asked = read_asked(request);
  if (!asked) return asked.error();
  json::array all;
  std::set<std::string_view> done;
  for (const std::string& spelling : *symbols) {
    if (!done.insert(spelling).second) continue;
    const auto found = catalogue.find(spelling, asked->type);
    if (!found && found.error().mistake == Mistake::kAmbiguous) {
      return refusal_of(found.error(), spelling);
    }
    // The others still answer: a symbol that cannot be had is missing from the reply.
    if (!found || adjusts_what_cannot_be(*asked, **found)) continue;
    const BarQuery query{**found, asked->interval, now - chrono::days{60}, now, 1};
    all.push_back(series(request, spelling, *asked, **found, bars_of(query, now)));
  }
  if (all.empty()) return Refusal{"2002", "no supported symbol among those requested"};
  return all;
}

}  // namespace tidegate::simulators::tickdb
