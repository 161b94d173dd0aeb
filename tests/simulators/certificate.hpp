#pragma once

#include <string>
#include <vector>

namespace tidegate::simulators {

// PEM texts. The authority's own key is gone once these exist: nothing else can be signed with it.
struct Certificates {
  std::string authority;
  std::string server;
  std::string server_key;
};

// A new authority, and a server certificate signed by it for localhost, 127.0.0.1 and `addresses`.
// Dates follow the real clock, because that is what a client checks them against.
Certificates make_certificates(const std::vector<std::string>& addresses);

}  // namespace tidegate::simulators
