#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.hpp"

namespace tidegate::net {

// An HTTP proxy that tunnels by CONNECT.
struct Proxy {
  std::string host;
  std::uint16_t port = 0;
  core::Secret authorization;  // a whole header value, or empty
};

// What HTTPS_PROXY and NO_PROXY say about a host. A proxy that cannot be understood is nothing,
// with `valid` false, so that the caller can refuse it rather than go around it.
struct ProxyChoice {
  std::optional<Proxy> proxy;
  bool valid = true;
};
ProxyChoice proxy_for(std::string_view host, std::string_view https_proxy,
                      std::string_view no_proxy);

}  // namespace tidegate::net
