#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/simulators/faults.hpp"

namespace tidegate::simulators {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string target;  // as it was sent
  std::string path;
  Pairs query;  // decoded, in the order sent
  Pairs headers;
  bool keep = true;  // the client will take another reply on this connection

  std::optional<std::string_view> header(std::string_view name) const;  // any case
  std::string_view parameter(std::string_view name) const;  // the first of that name, or empty
};

struct Reply {
  unsigned status = 200;
  std::string content_type = "application/json";
  Pairs headers;
  std::string body;
};

// A simulated provider that speaks HTTP. Called on the sandbox's thread only.
class Provider {
 public:
  virtual ~Provider() = default;
  virtual Reply answer(const Request& request) = 0;
  virtual Reply complain(const Fault& fault) = 0;  // for a fault that names the provider's code
};

// Fills path and query from the target; false when the target's percent signs make no sense.
bool read_target(Request& request);

// Cut to a bearable length, and without anything that a terminal or JSON would stumble over.
std::string printable(std::string_view text);

// One line for the journal: the request, then the names of its headers. A header's value is never
// in it, nor is that of a parameter which might hold a key.
std::string line_of(const Request& request);

bool accepts_gzip(const Request& request);
void compress(Reply& reply);

// Status line and headers, with the empty line. `size` is what Content-Length says.
std::string head_of(const Reply& reply, std::string_view date, std::size_t size, bool keep);

}  // namespace tidegate::simulators
