#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include "tests/simulators/faults.hpp"

namespace tidegate::simulators {

// A fault, or a list of them, as the control port takes them: the fields of Fault by name, `kind`
// in snake_case, `headers` as an object. The error is a sentence.
boost::system::result<std::vector<Fault>, std::string> read_faults(const boost::json::value& value);

}  // namespace tidegate::simulators
