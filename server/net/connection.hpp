#pragma once

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/http.hpp"
#include "net/proxy.hpp"
#include "net/tls.hpp"
#include "net/url.hpp"

namespace tidegate::net {

// Where connections go, and how.
struct HttpsTarget {
  Url base;
  std::optional<Proxy> proxy;
  HttpLimits limits;
};

// One TLS connection that speaks HTTP/1.1, one exchange at a time, on one lane.
class Connection {
 public:
  struct Exchange {
    core::Result<HttpResponse> response;
    // The connection ended without a single byte of answer: if it was an old one, the server may
    // have closed it before it saw the request.
    bool unanswered = false;
    bool reusable = false;
  };

  // `target` and `tls` must outlive the connection.
  static boost::asio::awaitable<core::Result<std::unique_ptr<Connection>>> open(
      const HttpsTarget& target, TlsClient& tls, core::Deadline deadline);

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  boost::asio::awaitable<Exchange> exchange(const HttpRequest& request, core::Deadline deadline);

  bool session_was_resumed() const;
  core::Deadline idle_since() const noexcept { return idle_since_; }

 private:
  struct Stream;  // Beast stays out of the header
  using Step = boost::system::error_code;

  Connection(const HttpsTarget& target, std::unique_ptr<Stream> stream);

  boost::asio::awaitable<core::Result<void>> connect(core::Deadline deadline);
  boost::asio::awaitable<core::Result<void>> tunnel(core::Deadline deadline);
  boost::asio::awaitable<core::Result<void>> shake_hands(core::Deadline deadline);
  void allow(std::chrono::milliseconds limit, core::Deadline deadline);
  core::Error fault_of(const Step& error, const std::string& step, core::Deadline deadline) const;

  const HttpsTarget& target_;
  std::unique_ptr<Stream> stream_;
  core::Deadline idle_since_{};
};

}  // namespace tidegate::net
