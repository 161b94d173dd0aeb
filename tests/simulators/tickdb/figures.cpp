#include "tests/simulators/tickdb/figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tests/simulators/tickdb/noise.hpp"

namespace tidegate::simulators::tickdb {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMinute{60'000};
constexpr double kAuctionShare = 0.08;

// One seed has many uses; each gets its own stream of numbers.
enum Use : std::uint64_t {
  kYears = 1,
  kSeason,
  kMonth,
  kWeek,
  kDayClose,
  kGap,
  kReachUp,
  kReachDown,
  kBusy,
  kBusyDay,
  kHighAt,
  kLowAt,
  kHighFirst,
  kSlow,
  kFast,
  kTick,
  kJitter,
  kWickUp,
  kWickDown,
  kSpread,
  kTurns
};

std::uint64_t use(std::uint64_t seed, Use what) {
  return mix(seed + what);
}

bool around_the_clock(Calendar calendar) {
  return calendar == Calendar::kForex || calendar == Calendar::kCrypto;
}

// Where the price is drawn to on a day: slow waves under faster and smaller ones.
double level(const Product& product, Day day) {
  const auto number = day.time_since_epoch().count();
  const auto place = static_cast<double>(number);
  const std::uint64_t seed = product.seed;
  const double drift =
      0.30 * wave(use(seed, kYears), place / 410) + 0.12 * wave(use(seed, kSeason), place / 97) +
      0.05 * wave(use(seed, kMonth), place / 23) + 0.02 * wave(use(seed, kWeek), place / 6) +
      0.01 * swing(use(seed, kDayClose), number);
  return product.price * std::pow(10.0, product.price_digits) * std::exp(product.wildness * drift);
}

// Hong Kong's spread table, in thousandths of a dollar. Elsewhere the unit is the tick.
double tick_of(const Product& product, double price) {
  constexpr std::array<std::pair<double, double>, 10> kSpreads{{{250, 1},
                                                                {500, 5},
                                                                {10'000, 10},
                                                                {20'000, 20},
                                                                {100'000, 50},
                                                                {200'000, 100},
                                                                {500'000, 200},
                                                                {1'000'000, 500},
                                                                {2'000'000, 1000},
                                                                {5'000'000, 2000}}};
  if (product.market != "HK" || product.type != Type::kStock) return 1;
  for (const auto& [below, tick] : kSpreads) {
    if (price < below) return tick;
  }
  return 5000;
}

// How much of a day's volume has passed: more at both ends than in the middle.
double u_shape(double part) {
  const double centred = 2 * part - 1;
  return 0.6 * part + 0.2 * (centred * centred * centred + 1);
}

}  // namespace

void absorb(Bar& bar, const Bar& next) {
  bar.high = std::max(bar.high, next.high);
  bar.low = std::min(bar.low, next.low);
  bar.close = next.close;
  bar.volume += next.volume;
}

DayFigures::DayFigures(const Product& product, Day day)
    : product_{product},
      seed_{mix(product.seed ^ mix(static_cast<std::uint64_t>(day.time_since_epoch().count())))},
      midnight_{midnight_of(product.calendar, day)},
      slots_{slots_of(product.calendar)} {
  const Day before = trading_day_before(product.calendar, day);
  const std::int64_t last = snap(level(product, before));
  const bool gaps = !around_the_clock(product.calendar);
  const double gap = gaps ? 0.006 * product.wildness * swing(use(seed_, kGap), 0) : 0;
  open_ = snap(static_cast<double>(last) * (1 + gap));
  close_ = snap(level(product, day));
  choose_range();
  place_extremes();
  const auto place = static_cast<double>(day.time_since_epoch().count());
  const double busy =
      0.4 * wave(use(product.seed, kBusy), place / 30) + 0.5 * swing(use(seed_, kBusyDay), 0);
  volume_ = static_cast<std::int64_t>(product.volume * std::pow(10.0, product.volume_digits) /
                                      product.lot * std::exp(busy));
}

void DayFigures::choose_range() {
  const auto top = static_cast<double>(std::max(open_, close_));
  const auto bottom = static_cast<double>(std::min(open_, close_));
  const double up = product_.wildness * (0.002 + 0.012 * chance(use(seed_, kReachUp), 0));
  const double down = product_.wildness * (0.002 + 0.012 * chance(use(seed_, kReachDown), 0));
  high_ = snap(top * (1 + up));
  low_ = snap(bottom * (1 - down));
}

void DayFigures::place_extremes() {
  // Never at the ends, and not within the auction, whose bar has one price.
  const double room = slots_ - 3;
  const int high_at = 1 + static_cast<int>(room * chance(use(seed_, kHighAt), 0));
  int low_at = 1 + static_cast<int>(room * chance(use(seed_, kLowAt), 0));
  if (low_at == high_at) ++low_at;
  const Anchor high{high_at, high_};
  const Anchor low{low_at, low_};
  anchors_[0] = {0, open_};
  anchors_[1] = high_at < low_at ? high : low;
  anchors_[2] = high_at < low_at ? low : high;
  anchors_[3] = {slots_, close_};
}

Instant DayFigures::begin(int slot) const {
  return midnight_ + minute_of(product_.calendar, slot) * kMinute;
}

Bar DayFigures::whole() const {
  return {midnight_, open_, high_, low_, close_, volume_before(slots_)};
}

std::int64_t DayFigures::snap(double price) const {
  const double tick = tick_of(product_, price);
  const auto ticks = static_cast<std::int64_t>(price / tick + 0.5);
  return std::max<std::int64_t>(1, ticks) * static_cast<std::int64_t>(tick);
}

std::int64_t DayFigures::clamped(double price) const {
  return std::clamp(snap(price), low_, high_);
}

std::int64_t DayFigures::edge(int slot) const {
  int piece = 0;
  while (piece < 2 && slot >= anchors_[piece + 1].slot) ++piece;
  const Anchor& from = anchors_[piece];
  const Anchor& to = anchors_[piece + 1];
  if (slot <= from.slot) return from.price;
  if (slot >= to.slot) return to.price;
  const double size = to.slot - from.slot;
  const double part = (slot - from.slot) / size;
  const auto start = static_cast<double>(from.price);
  const double straight = start + (static_cast<double>(to.price) - start) * part;
  const double noise = 0.5 * wave(use(seed_, kSlow), slot / 17.0) +
                       0.3 * wave(use(seed_, kFast), slot / 5.0) +
                       0.2 * swing(use(seed_, kTick), slot);
  const double taper = 4 * part * (1 - part) * std::min(1.0, size / 40);
  return clamped(straight + 0.35 * static_cast<double>(high_ - low_) * taper * noise);
}

Bar DayFigures::minute(int slot) const {
  return stretch(slot, slot + 1);
}

Bar DayFigures::stretch(int first, int last) const {
  Bar bar = drawn(first, edge(first), edge(first + 1));
  std::int64_t price = edge(first + 1);
  for (int slot = first + 1; slot < last; ++slot) {
    const std::int64_t next = edge(slot + 1);
    absorb(bar, drawn(slot, price, next));
    price = next;
  }
  bar.volume = volume_before(last) - volume_before(first);
  return bar;
}

// A minute between the prices at its edges, without its volume.
Bar DayFigures::drawn(int slot, std::int64_t from, std::int64_t to) const {
  if (closes_by_auction(product_.calendar) && slot == slots_ - 1) {
    return {begin(slot), close_, close_, close_, close_, 0};
  }
  Bar bar{begin(slot), from, 0, 0, to, 0};
  const double jitter = swing(use(seed_, kJitter), slot);
  if (slot > 0 && std::abs(jitter) > 0.7) {
    const auto price = static_cast<double>(bar.open);
    bar.open = clamped(price + std::copysign(tick_of(product_, price), jitter));
  }
  const double wick = static_cast<double>(high_ - low_) / 30;
  const double up = chance(use(seed_, kWickUp), slot);
  const double down = chance(use(seed_, kWickDown), slot);
  bar.high = clamped(static_cast<double>(std::max(bar.open, bar.close)) + wick * up * up);
  bar.low = clamped(static_cast<double>(std::min(bar.open, bar.close)) - wick * down * down);
  return bar;
}

std::optional<Bar> DayFigures::minute_at(int slot, Instant now) const {
  const Instant start = begin(slot);
  if (now < start) return {};
  const Instant end = start + kMinute;
  if (now >= end + kSettling) return minute(slot);
  if (now >= end) return unsettled(slot);
  constexpr milliseconds kStep{250};  // how often the forming bar moves
  const milliseconds passed = (now - start) / kStep * kStep;
  return forming(slot, static_cast<double>(passed.count()) / 60'000);
}

// Open, one extreme, the other, close: the path a minute takes while it forms.
Bar DayFigures::forming(int slot, double part) const {
  const Bar last = minute(slot);
  const bool high_first = chance(use(seed_, kHighFirst), slot) < 0.5;
  const double early = 0.15 + 0.3 * chance(use(seed_, kTurns), slot);
  const double late = early + 0.4;
  const std::int64_t first = high_first ? last.high : last.low;
  const std::int64_t second = high_first ? last.low : last.high;
  const auto between = [this](std::int64_t from, std::int64_t to, double share) {
    return clamped(static_cast<double>(from) + static_cast<double>(to - from) * share);
  };
  Bar bar{last.time, last.open, last.open, last.open, last.open, 0};
  const auto visit = [&bar](std::int64_t price) {
    bar.high = std::max(bar.high, price);
    bar.low = std::min(bar.low, price);
    bar.close = price;
  };
  visit(part < early ? between(last.open, first, part / early) : first);
  if (part >= early) visit(part < late ? between(first, second, (part - early) / 0.4) : second);
  if (part >= late) visit(between(second, last.close, (part - late) / (1 - late)));
  const double share = 0.95 * (0.02 + 0.98 * part);
  const auto lots = static_cast<double>(last.volume / product_.lot);
  bar.volume = static_cast<std::int64_t>(lots * share) * product_.lot;
  return bar;
}

// Some trades are still missing, and the last price is not the one that history will keep.
Bar DayFigures::unsettled(int slot) const {
  Bar bar = minute(slot);
  const auto tick = static_cast<std::int64_t>(tick_of(product_, static_cast<double>(bar.close)));
  if (bar.close - tick >= bar.low) {
    bar.close -= tick;
  } else if (bar.close + tick <= bar.high) {
    bar.close += tick;
  }
  const std::int64_t lots = bar.volume / product_.lot;
  bar.volume -= std::min(lots, std::max<std::int64_t>(1, lots * 3 / 100)) * product_.lot;
  return bar;
}

double DayFigures::share_before(int slot) const {
  const int regular = closes_by_auction(product_.calendar) ? slots_ - 1 : slots_;
  const double share = regular == slots_ ? 1 : 1 - kAuctionShare;
  if (slot <= 0) return 0;
  if (slot > regular || slot == slots_) return 1;
  if (slot == regular) return share;
  const double part = (slot + 0.4 * swing(use(seed_, kSpread), slot)) / regular;
  return share * (around_the_clock(product_.calendar) ? part : u_shape(part));
}

std::int64_t DayFigures::volume_before(int slot) const {
  return static_cast<std::int64_t>(static_cast<double>(volume_) * share_before(slot)) *
         product_.lot;
}

}  // namespace tidegate::simulators::tickdb
