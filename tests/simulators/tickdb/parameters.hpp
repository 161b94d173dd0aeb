#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "tests/simulators/exchange.hpp"
#include "tests/simulators/tickdb/errors.hpp"
#include "tests/simulators/tickdb/periods.hpp"
#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

// What the query of a request asks for, or the refusal that it deserves. Parameters that nobody
// knows are never looked at.

template <class T>
using Read = boost::system::result<T, Refusal>;

Read<std::optional<Type>> read_type(const Request& request);
Read<Interval> read_interval(const Request& request);
Read<std::string> read_adjust(const Request& request);  // "none" when it is not given
Read<std::size_t> read_limit(const Request& request);   // 1 to 1000, whatever was asked for
Read<std::optional<Instant>> read_time(const Request& request, std::string_view name);
Read<const Product*> read_symbol(const Request& request, const Catalogue& catalogue);
Read<std::vector<std::string>> read_symbols(const Request& request, std::size_t limit);

Refusal refusal_of(const Unresolved& why, std::string_view spelling);
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace tidegate::simulators::tickdb
