#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::core {

// A moment in the world, UTC. Everything inside speaks milliseconds; other units end at a codec.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// A moment by which something must be over, on the clock that is never set back.
using Deadline = std::chrono::steady_clock::time_point;

// `2017-06-20`, and only a day that exists.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
std::string date_text(std::chrono::year_month_day date);

// `2026-03-12T01:30:00.250Z`; the fraction only where there is one.
std::string rfc3339(Instant instant);

// `Sun, 06 Nov 1994 08:49:37 GMT`: the one form that HTTP still allows servers to send.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace tidegate::core
