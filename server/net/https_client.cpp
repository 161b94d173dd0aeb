#include "net/https_client.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tidegate::net {

namespace asio = boost::asio;

// Holds a place among the connections for as long as a request runs, however it ends.
class HttpsClient::Slot {
 public:
  explicit Slot(HttpsClient& client) : client_{client} {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { client_.give_slot_back(); }

 private:
  HttpsClient& client_;
};

HttpsClient::HttpsClient(asio::any_io_executor lane, HttpsTarget target,
                         std::unique_ptr<TlsClient> tls)
    : lane_{std::move(lane)}, target_{std::move(target)}, tls_{std::move(tls)} {}

core::Result<std::unique_ptr<HttpsClient>> HttpsClient::create(asio::any_io_executor lane,
                                                               HttpsTarget target,
                                                               const std::string& ca_file) {
  auto tls = TlsClient::create(ca_file);
  if (!tls) return tls.error();
  return std::unique_ptr<HttpsClient>{
      new HttpsClient{std::move(lane), std::move(target), *std::move(tls)}};
}

asio::awaitable<core::Result<HttpResponse>> HttpsClient::send(const HttpRequest& request,
                                                              core::Deadline deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto taken = co_await take_slot(deadline);
  if (!taken) co_return taken.error();
  const Slot slot{*this};
  if (auto kept = kept_connection()) {
    stats_.reused.fetch_add(1, std::memory_order_relaxed);
    auto exchange = co_await exchange_over(std::move(kept), request, deadline);
    const bool swallowed = exchange.unanswered && exchange.response.has_error() &&
                           exchange.response.error().fault == core::Fault::kUpstreamUnavailable;
    if (!swallowed) co_return std::move(exchange.response);
    stats_.swallowed.fetch_add(1, std::memory_order_relaxed);
  }
  auto opened = co_await open(deadline);
  if (!opened) co_return opened.error();
  auto exchange = co_await exchange_over(*std::move(opened), request, deadline);
  co_return std::move(exchange.response);
}

asio::awaitable<Connection::Exchange> HttpsClient::exchange_over(ConnectionPtr connection,
                                                                 const HttpRequest& request,
                                                                 core::Deadline deadline) {
  auto exchange = co_await connection->exchange(request, deadline);
  if (exchange.reusable) {
    idle_.push_back(std::move(connection));
  } else {
    stats_.open.fetch_sub(1, std::memory_order_relaxed);
  }
  co_return exchange;
}

asio::awaitable<core::Result<void>> HttpsClient::take_slot(core::Deadline deadline) {
  if (busy_ < target_.limits.connections_max) {
    ++busy_;
    co_return core::Result<void>{};
  }
  asio::steady_timer turn{lane_, deadline};
  const auto place = waiting_.insert(waiting_.end(), &turn);
  const auto [woken] = co_await turn.async_wait(asio::as_tuple(asio::use_awaitable));
  // A slot that is handed over takes its timer out of the list; what is still there got none.
  const bool got_none = turn.expiry() != asio::steady_timer::time_point::max();
  if (!got_none) co_return core::Result<void>{};
  waiting_.erase(place);
  const bool late = woken != asio::error::operation_aborted;
  core::Error error{late ? core::Fault::kDeadlineExceeded : core::Fault::kCancelled,
                    "all " + std::to_string(target_.limits.connections_max) + " connections to " +
                        target_.base.host + " were busy"};
  co_return error;
}

void HttpsClient::give_slot_back() {
  if (waiting_.empty()) {
    --busy_;
    return;
  }
  auto* const next = waiting_.front();
  waiting_.pop_front();
  next->expires_at(asio::steady_timer::time_point::max());  // wakes it; the mark that it has a slot
}

asio::awaitable<core::Result<HttpsClient::ConnectionPtr>> HttpsClient::open(
    core::Deadline deadline) {
  auto opened = co_await Connection::open(target_, *tls_, deadline);
  if (opened) {
    stats_.opened.fetch_add(1, std::memory_order_relaxed);
    stats_.open.fetch_add(1, std::memory_order_relaxed);
    if ((*opened)->session_was_resumed()) stats_.resumed.fetch_add(1, std::memory_order_relaxed);
  }
  co_return opened;
}

HttpsClient::ConnectionPtr HttpsClient::kept_connection() {
  const auto oldest = std::chrono::steady_clock::now() - target_.limits.idle;
  while (!idle_.empty() && idle_.front()->idle_since() < oldest) {
    idle_.pop_front();
    stats_.open.fetch_sub(1, std::memory_order_relaxed);
  }
  if (idle_.empty()) return nullptr;
  auto newest = std::move(idle_.back());
  idle_.pop_back();
  return newest;
}

}  // namespace tidegate::net
