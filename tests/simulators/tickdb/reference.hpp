#pragma once

#include "tests/simulators/tickdb/errors.hpp"
#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

Outcome answer_symbols(const Request& request, const Catalogue& catalogue, Instant now);
Outcome answer_trading_sessions(const Request& request);
Outcome answer_trade_days(const Request& request, Instant now);

}  // namespace tidegate::simulators::tickdb
