#include "tests/simulators/tickdb/sessions.hpp"

#include <array>

namespace tidegate::simulators::tickdb {
namespace {

namespace chrono = std::chrono;
using chrono::hours;

constexpr std::array kUsSpans{Span{570, 960}};
constexpr std::array kHkSpans{Span{570, 720}, Span{780, 960}, Span{960, 961}};
constexpr std::array kCnSpans{Span{570, 690}, Span{780, 900}};
constexpr std::array kTokyoSpans{Span{540, 690}, Span{750, 930}};
constexpr std::array kLondonSpans{Span{480, 990}};
constexpr std::array kFrankfurtSpans{Span{540, 1050}};
constexpr std::array kAllDay{Span{0, 1440}};

// By the law since 2007: from the second Sunday of March to the first Sunday of November.
bool us_summer(Day day) {
  const auto year = chrono::year_month_day{day}.year();
  const Day begin{year / chrono::March / chrono::Sunday[2]};
  const Day end{year / chrono::November / chrono::Sunday[1]};
  return day >= begin && day < end;
}

bool european_summer(Day day) {
  const auto year = chrono::year_month_day{day}.year();
  const Day begin{year / chrono::March / chrono::Sunday[chrono::last]};
  const Day end{year / chrono::October / chrono::Sunday[chrono::last]};
  return day >= begin && day < end;
}

// Clocks change on Sundays before anyone trades, so a date has one offset.
hours offset_of(Calendar calendar, Day day) {
  switch (calendar) {
    case Calendar::kUs: return hours{us_summer(day) ? -4 : -5};
    case Calendar::kHk:
    case Calendar::kCn: return hours{8};
    case Calendar::kTokyo: return hours{9};
    case Calendar::kLondon: return hours{european_summer(day) ? 1 : 0};
    case Calendar::kFrankfurt: return hours{european_summer(day) ? 2 : 1};
    case Calendar::kForex:
    case Calendar::kCrypto: break;
  }
  return hours{0};
}

}  // namespace

std::span<const Span> spans_of(Calendar calendar) {
  switch (calendar) {
    case Calendar::kUs: return kUsSpans;
    case Calendar::kHk: return kHkSpans;
    case Calendar::kCn: return kCnSpans;
    case Calendar::kTokyo: return kTokyoSpans;
    case Calendar::kLondon: return kLondonSpans;
    case Calendar::kFrankfurt: return kFrankfurtSpans;
    case Calendar::kForex:
    case Calendar::kCrypto: break;
  }
  return kAllDay;
}

int slots_of(Calendar calendar) {
  int slots = 0;
  for (const Span span : spans_of(calendar)) slots += span.end - span.begin;
  return slots;
}

int minute_of(Calendar calendar, int slot) {
  for (const Span span : spans_of(calendar)) {
    const int size = span.end - span.begin;
    if (slot < size) return span.begin + slot;
    slot -= size;
  }
  return spans_of(calendar).back().end;
}

bool closes_by_auction(Calendar calendar) {
  return calendar == Calendar::kHk;
}

bool trades_on(Calendar calendar, Day day) {
  if (calendar == Calendar::kCrypto) return true;
  const chrono::weekday weekday{day};
  if (weekday == chrono::Saturday || weekday == chrono::Sunday) return false;
  // The two holidays that need no table. The moving ones are trading days here.
  const chrono::year_month_day date{day};
  const bool new_year = date.month() == chrono::January && date.day() == chrono::day{1};
  const bool christmas = date.month() == chrono::December && date.day() == chrono::day{25};
  const bool ignores_christmas = calendar == Calendar::kCn || calendar == Calendar::kTokyo;
  return !new_year && (!christmas || ignores_christmas);
}

Day trading_day_upto(Calendar calendar, Day day) {
  while (!trades_on(calendar, day)) day -= chrono::days{1};
  return day;
}

Day trading_day_before(Calendar calendar, Day day) {
  return trading_day_upto(calendar, day - chrono::days{1});
}

Instant midnight_of(Calendar calendar, Day day) {
  return Instant{day} - offset_of(calendar, day);
}

Day day_at(Calendar calendar, Instant instant) {
  const Day guess = chrono::floor<chrono::days>(instant);
  return chrono::floor<chrono::days>(instant + offset_of(calendar, guess));
}

}  // namespace tidegate::simulators::tickdb
