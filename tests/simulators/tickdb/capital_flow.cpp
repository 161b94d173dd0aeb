#include "tests/simulators/tickdb/capital_flow.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "tests/simulators/tickdb/decimals.hpp"
#include "tests/simulators/tickdb/noise.hpp"
#include "tests/simulators/tickdb/parameters.hpp"

namespace tidegate::simulators::tickdb {
namespace {

namespace chrono = std::chrono;
namespace json = boost::json;
using chrono::milliseconds;

constexpr milliseconds kMinute{60'000};

// Money since the open, in hundredths of 10 000 currency units.
struct Money {
  std::int64_t gross = 0;  // in plus out
  std::int64_t net = 0;    // in minus out
};

// The flow of one day. Like the bars it is a function of place alone: what has been published for
// a minute that is over never changes.
class DayFlow {
 public:
  DayFlow(const Product& product, Day day) : figures_{product, day} {
    const Bar whole = figures_.whole();
    const double price = static_cast<double>(whole.open + whole.high + whole.low + whole.close) / 4;
    const double unit = std::pow(10.0, product.price_digits + product.volume_digits);
    money_of_volume_ = 0.96 * price / unit / 10'000 * 100;
    seed_ = mix(product.seed ^ static_cast<std::uint64_t>(day.time_since_epoch().count()));
  }

  const DayFigures& figures() const { return figures_; }

  Money before(int slot) const {
    const auto volume = static_cast<double>(figures_.volume_before(slot));
    const auto gross = std::llround(volume * money_of_volume_);
    const double lean = 0.05 * swing(seed_, 0) + 0.16 * wave(mix(seed_ + 1), slot / 55.0) +
                        0.08 * wave(mix(seed_ + 2), slot / 9.0);
    return {gross, std::llround(static_cast<double>(gross) * lean)};
  }

  // At `now`, which lies in the slot or after it.
  Money within(int slot, Instant now) const {
    const Money from = before(slot);
    const Money to = before(slot + 1);
    const auto passed = std::min<milliseconds>(now - figures_.begin(slot), kMinute).count();
    const auto between = [passed](std::int64_t start, std::int64_t end) {
      return start + (end - start) * passed / kMinute.count();
    };
    return {between(from.gross, to.gross), between(from.net, to.net)};
  }

  double large_share(bool in) const { return 0.41 + 0.05 * swing(mix(seed_ + 3), in ? 1 : 0); }
  double medium_share(bool in) const { return 0.38 + 0.05 * swing(mix(seed_ + 4), in ? 1 : 0); }

 private:
  DayFigures figures_;
  double money_of_volume_ = 0;
  std::uint64_t seed_ = 0;
};

json::string text_of(std::int64_t money) {
  return json::string(decimal(money, 2, true));
}

// Split by order size; the small orders take what rounding leaves.
json::object tiers(const DayFlow& flow, std::int64_t money, bool in) {
  const auto part = [money](double share) {
    return static_cast<std::int64_t>(static_cast<double>(money) * share);
  };
  const std::int64_t large = part(flow.large_share(in));
  const std::int64_t medium = part(flow.medium_share(in));
  return {{"large", text_of(large)},
          {"medium", text_of(medium)},
          {"small", text_of(money - large - medium)}};
}

std::int64_t seconds_of(Instant instant) {
  return chrono::floor<chrono::seconds>(instant).time_since_epoch().count();
}

json::array rows_until(const DayFlow& flow, int last, Instant now) {
  json::array rows;
  for (int slot = 0; slot <= last; ++slot) {
    const Money money = flow.within(slot, now);
    rows.push_back(json::object{{"timestamp", seconds_of(flow.figures().begin(slot))},
                                {"inflow", text_of(money.net)}});
  }
  return rows;
}

json::object flow_of(const Product& product, std::string_view spelling, Instant now) {
  Day day = trading_day_upto(product.calendar, day_at(product.calendar, now));
  if (now < DayFigures{product, day}.begin()) day = trading_day_before(product.calendar, day);
  const DayFlow flow{product, day};
  int last = 0;
  while (last + 1 < flow.figures().slots() && flow.figures().begin(last + 1) <= now) ++last;
  const Money money = flow.within(last, now);
  const std::int64_t in = (money.gross + money.net) / 2;
  // Seen after a close: the distribution once more ten minutes later, the whole an hour later.
  const Instant end = flow.figures().begin(last) + kMinute;
  const Instant as_of = std::min(now, end + chrono::minutes{9});
  const Instant updated = std::min(now, end + chrono::seconds{3751});
  return {{"symbol", spelling},
          {"timestamp", seconds_of(updated)},
          {"intraday_flow", rows_until(flow, last, now)},
          {"distribution", json::object{{"timestamp", seconds_of(as_of)},
                                        {"capital_in", tiers(flow, in, true)},
                                        {"capital_out", tiers(flow, in - money.net, false)}}}};
}

}  // namespace

Outcome answer_capital_flow(const Request& request, const Catalogue& catalogue, const Plan& plan,
                            Instant now) {
  if (!plan.flows) return Refusal{"3009", ""};
  const auto product = read_symbol(request, catalogue);
  if (!product) return product.error();
  const auto symbol = request.parameter("symbol");
  if ((*product)->type != Type::kStock) {
    return refusal_of(Unresolved{Mistake::kUnknown, {}}, symbol);
  }
  return flow_of(**product, symbol, now);
}

}  // namespace tidegate::simulators::tickdb
