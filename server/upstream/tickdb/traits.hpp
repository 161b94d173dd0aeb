#pragma once

#include <chrono>
#include <cstddef>

#include "core/flow.hpp"

namespace tidegate::upstream::tickdb {

// Everything about TickDB that is a number or a guess, in one place. What is marked "inferred" is
// worked out from published samples; README.md beside this file says how.

inline constexpr const char* kName = "tickdb";

inline constexpr std::size_t kLatestSymbolsMax = 50;  // per request, documented
inline constexpr int kHistoryBarsMax = 1000;          // per request, documented
inline constexpr int kProductsPerPage = 1000;         // documented
inline constexpr int kProductPagesMax = 100;          // forty in 2026; the rest is head-room
inline constexpr const char* kLimitName = "requests_per_minute";
inline constexpr std::chrono::minutes kLimitWindow{1};

inline constexpr std::chrono::hours kProductListLifetime{24};

// A page of history asks at most so often before it is returned as it is.
inline constexpr int kHistoryRequestsPerPage = 8;
// A stretch without a bar longer than any holiday: history begins after it.
inline constexpr std::chrono::hours kSilenceBeforeHistory{40 * 24};

// Refused batches are halved so often at most, at two requests each: below the sixty a minute of
// the smallest plan. One bad symbol of fifty takes six.
inline constexpr int kLatestHalvingsMax = 28;
// Symbols that a batch left out are asked for again singly, at most so many of them.
inline constexpr int kLatestSingleRequestsMax = 8;

// Inferred: two sample minutes alone would exceed the session's net if rows were per minute.
inline constexpr core::Accumulation kPointAccumulation = core::Accumulation::kCumulativeSession;
// Documented: gross amounts as of a time; inferred: since the session began.
inline constexpr core::Accumulation kDistributionAccumulation =
    core::Accumulation::kCumulativeSession;

}  // namespace tidegate::upstream::tickdb
