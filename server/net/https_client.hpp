#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/connection.hpp"
#include "net/http.hpp"
#include "net/tls.hpp"

namespace tidegate::net {

// Written on the lane, read by anyone who wants figures.
struct HttpsStats {
  std::atomic<std::uint64_t> opened{0};
  std::atomic<std::uint64_t> resumed{0};    // of those, with a resumed TLS session
  std::atomic<std::uint64_t> reused{0};     // requests that found a kept connection
  std::atomic<std::uint64_t> swallowed{0};  // requests sent again after a stale connection ate them
  std::atomic<std::int64_t> open{0};
};

// Requests to one host over at most `connections_max` kept connections, first come first served.
// Lives on one lane. A request whose caller leaves gives its connection up.
class HttpsClient {
 public:
  static core::Result<std::unique_ptr<HttpsClient>> create(boost::asio::any_io_executor lane,
                                                           HttpsTarget target,
                                                           const std::string& ca_file);

  // `request` must outlive the returned coroutine. Repeated by itself only if a kept connection
  // swallowed it unanswered; every other repetition is the caller's decision.
  boost::asio::awaitable<core::Result<HttpResponse>> send(const HttpRequest& request,
                                                          core::Deadline deadline);

  const HttpsStats& stats() const noexcept { return stats_; }

 private:
  class Slot;
  using ConnectionPtr = std::unique_ptr<Connection>;

  HttpsClient(boost::asio::any_io_executor lane, HttpsTarget target,
              std::unique_ptr<TlsClient> tls);

  boost::asio::awaitable<core::Result<void>> take_slot(core::Deadline deadline);
  void give_slot_back();
  boost::asio::awaitable<core::Result<ConnectionPtr>> open(core::Deadline deadline);
  ConnectionPtr kept_connection();
  boost::asio::awaitable<Connection::Exchange> exchange_over(ConnectionPtr connection,
                                                             const HttpRequest& request,
                                                             core::Deadline deadline);

  boost::asio::any_io_executor lane_;
  HttpsTarget target_;
  std::unique_ptr<TlsClient> tls_;
  HttpsStats stats_;
  std::size_t busy_ = 0;
  std::list<boost::asio::steady_timer*> waiting_;  // for a slot, in the order they came
  std::deque<ConnectionPtr> idle_;                 // newest last
};

}  // namespace tidegate::net
