#pragma once

#include "tests/simulators/tickdb/errors.hpp"
#include "tests/simulators/tickdb/limits.hpp"
#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

// GET /v1/market/kline
Outcome answer_history(const Request& request, const Catalogue& catalogue, const Plan& plan,
                       Instant now);

// GET /v1/market/kline/latest
Outcome answer_latest(const Request& request, const Catalogue& catalogue, Instant now);

}  // namespace tidegate::simulators::tickdb
