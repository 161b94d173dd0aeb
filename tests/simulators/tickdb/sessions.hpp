#pragma once

#include <chrono>
#include <span>

#include "tests/simulators/clock.hpp"

namespace tidegate::simulators::tickdb {

// When something is traded. A day is a date of that calendar's own time zone.
enum class Calendar { kUs, kHk, kCn, kTokyo, kLondon, kFrankfurt, kForex, kCrypto };
using Day = std::chrono::sys_days;

// A part of the day without a break: [begin, end), in minutes after local midnight.
struct Span {
  int begin;
  int end;
};

std::span<const Span> spans_of(Calendar calendar);
int slots_of(Calendar calendar);             // trading minutes of a day
int minute_of(Calendar calendar, int slot);  // after local midnight
bool closes_by_auction(Calendar calendar);   // the last slot is the closing auction

bool trades_on(Calendar calendar, Day day);
Day trading_day_before(Calendar calendar, Day day);
Day trading_day_upto(Calendar calendar, Day day);  // the day itself, or the last one before it

Instant midnight_of(Calendar calendar, Day day);
Day day_at(Calendar calendar, Instant instant);

}  // namespace tidegate::simulators::tickdb
