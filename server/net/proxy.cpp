#include "net/proxy.hpp"

#include <openssl/evp.h>

#include "net/url.hpp"

namespace tidegate::net {
namespace {

std::string base64(std::string_view text) {
  std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

// One entry of NO_PROXY: `*`, a host, or a domain with or without its leading dot.
bool covers(std::string_view entry, std::string_view host) {
  while (entry.starts_with(' ')) entry.remove_prefix(1);
  while (entry.ends_with(' ')) entry.remove_suffix(1);
  if (entry == "*" || entry == host) return true;
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() <= entry.size()) return entry == host;
  return host.ends_with(entry) && host[host.size() - entry.size() - 1] == '.';
}

bool excluded(std::string_view host, std::string_view no_proxy) {
  while (!no_proxy.empty()) {
    const auto comma = no_proxy.find(',');
    if (covers(no_proxy.substr(0, comma), host)) return true;
    no_proxy.remove_prefix(comma == no_proxy.npos ? no_proxy.size() : comma + 1);
  }
  return false;
}

}  // namespace

ProxyChoice proxy_for(std::string_view host, std::string_view https_proxy,
                      std::string_view no_proxy) {
  if (https_proxy.empty() || excluded(host, no_proxy)) return {};
  const bool has_scheme = https_proxy.find("://") != https_proxy.npos;
  const auto url =
      parse_url(has_scheme ? std::string{https_proxy} : "http://" + std::string{https_proxy});
  if (!url || url->scheme != "http") return {std::nullopt, false};
  std::string authorization;
  if (!url->user_info.empty()) authorization = "Basic " + base64(percent_decoded(url->user_info));
  return {Proxy{url->host, url->port, core::Secret{std::move(authorization)}}, true};
}

}  // namespace tidegate::net
