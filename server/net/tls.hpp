#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "core/result.hpp"

namespace tidegate::net {

// What the connections to one host share: whom to trust, and the last session to resume.
class TlsClient {
 public:
  // An empty `ca_file` trusts the system's authorities.
  static core::Result<std::unique_ptr<TlsClient>> create(const std::string& ca_file);

  boost::asio::ssl::context& context() noexcept { return context_; }

  // Prepares a connection that has not shaken hands yet: host name, verification, resumption.
  bool prepare(SSL* connection, const std::string& host);

 private:
  struct FreeSession {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
  };

  TlsClient();
  static int remember(SSL* connection, SSL_SESSION* session);

  boost::asio::ssl::context context_;
  std::unique_ptr<SSL_SESSION, FreeSession> session_;
};

}  // namespace tidegate::net
