#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulators/clock.hpp"

namespace tidegate::simulators {

std::string http_date(Instant time);  // Sat, 21 Nov 2026 02:10:53 GMT
std::string rfc3339(Instant time);    // 2026-11-21T02:10:53Z

// Whole seconds, with Z or an offset such as +08:00; empty when it is anything else.
std::optional<std::chrono::sys_seconds> parse_rfc3339(std::string_view text);

}  // namespace tidegate::simulators
