#pragma once

#include "tests/simulators/tickdb/errors.hpp"
#include "tests/simulators/tickdb/limits.hpp"
#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

// GET /v1/market/capital-flow: the current trading day, or the last one before it opens.
Outcome answer_capital_flow(const Request& request, const Catalogue& catalogue, const Plan& plan,
                            Instant now);

}  // namespace tidegate::simulators::tickdb
