#include "net/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "net/exchange.hpp"
#include "net/within.hpp"

namespace tidegate::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct Connection::Stream {
  Stream(const asio::any_io_executor& executor, TlsClient& tls)
      : tls_client{tls}, secured{beast::tcp_stream{executor}, tls.context()} {}

  beast::tcp_stream& lowest() { return beast::get_lowest_layer(secured); }

  TlsClient& tls_client;
  beast::ssl_stream<beast::tcp_stream> secured;
  beast::flat_buffer buffer;
};

Connection::Connection(const HttpsTarget& target, std::unique_ptr<Stream> stream)
    : target_{target}, stream_{std::move(stream)} {}

Connection::~Connection() {
  // Ends the session as far as OpenSSL is concerned: one that ends otherwise is not resumed again.
  SSL_set_shutdown(stream_->secured.native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

asio::awaitable<core::Result<std::unique_ptr<Connection>>> Connection::open(
    const HttpsTarget& target, TlsClient& tls, core::Deadline deadline) {
  auto executor = co_await asio::this_coro::executor;
  auto stream = std::make_unique<Stream>(executor, tls);
  std::unique_ptr<Connection> connection{new Connection{target, std::move(stream)}};
  const auto connected = co_await connection->connect(deadline);
  if (!connected) co_return connected.error();
  const auto secured = co_await connection->shake_hands(deadline);
  if (!secured) co_return secured.error();
  co_return connection;
}

bool Connection::session_was_resumed() const {
  return SSL_session_reused(stream_->secured.native_handle()) == 1;
}

void Connection::allow(std::chrono::milliseconds limit, core::Deadline deadline) {
  stream_->lowest().expires_at(std::min(Clock::now() + limit, deadline));
}

core::Error Connection::fault_of(const Step& error, const std::string& step,
                                 core::Deadline deadline) const {
  return exchange_fault(error, step, target_.base.host, deadline <= Clock::now());
}

asio::awaitable<core::Result<void>> Connection::connect(core::Deadline deadline) {
  const auto& limits = target_.limits;
  const auto& host = target_.proxy ? target_.proxy->host : target_.base.host;
  const auto port = std::to_string(target_.proxy ? target_.proxy->port : target_.base.port);
  const auto until = std::min(Clock::now() + limits.connect, deadline);
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver{executor};
  auto resolving = resolver.async_resolve(host, port, kAwait);
  auto resolved = co_await within(until, std::move(resolving));
  if (!resolved) co_return fault_of(beast::error::timeout, "resolving " + host, deadline);
  const auto& [resolve_error, addresses] = *resolved;
  if (resolve_error) co_return fault_of(resolve_error, "resolving " + host, deadline);
  stream_->lowest().expires_at(until);
  const auto [error, endpoint] = co_await stream_->lowest().async_connect(addresses, kAwait);
  if (error) co_return fault_of(error, "connecting to " + host, deadline);
  stream_->lowest().socket().set_option(tcp::no_delay{true});
  if (!target_.proxy) co_return core::Result<void>{};
  co_return co_await tunnel(deadline);
}

asio::awaitable<core::Result<void>> Connection::tunnel(core::Deadline deadline) {
  const auto authority = target_.base.host + ":" + std::to_string(target_.base.port);
  http::request<http::empty_body> request{http::verb::connect, authority, 11};
  request.set(http::field::host, authority);
  const auto& authorization = target_.proxy->authorization;
  if (!authorization.empty()) {
    request.set(http::field::proxy_authorization,
                beast::string_view{authorization.reveal().data(), authorization.reveal().size()});
  }
  allow(target_.limits.connect, deadline);
  const auto [write_error, written] =
      co_await http::async_write(stream_->lowest(), request, kAwait);
  if (write_error) co_return fault_of(write_error, "asking the proxy for a tunnel", deadline);
  http::response_parser<http::empty_body> parser;
  parser.skip(true);  // the answer to CONNECT has no body: what follows is the tunnel
  parser.header_limit(static_cast<std::uint32_t>(target_.limits.header_size_max));
  const auto [read_error, read] =
      co_await http::async_read_header(stream_->lowest(), stream_->buffer, parser, kAwait);
  if (read_error) co_return fault_of(read_error, "waiting for the proxy's tunnel", deadline);
  stream_->buffer.clear();
  const auto status = parser.get().result_int();
  if (status / 100 == 2) co_return core::Result<void>{};
  core::Error refused{core::Fault::kUpstreamUnavailable,
                      "the proxy " + target_.proxy->host + " refused a tunnel to " + authority +
                          " with HTTP status " + std::to_string(status)};
  co_return refused;
}

asio::awaitable<core::Result<void>> Connection::shake_hands(core::Deadline deadline) {
  SSL* const native = stream_->secured.native_handle();
  if (!stream_->tls_client.prepare(native, target_.base.host)) {
    core::Error unusable{core::Fault::kUpstreamUnavailable,
                         "cannot prepare TLS for host " + target_.base.host};
    co_return unusable;
  }
  allow(target_.limits.handshake, deadline);
  const auto [error] =
      co_await stream_->secured.async_handshake(asio::ssl::stream_base::client, kAwait);
  if (!error) co_return core::Result<void>{};
  auto fault = fault_of(error, "the TLS handshake with " + target_.base.host, deadline);
  const auto verdict = SSL_get_verify_result(native);
  if (verdict != X509_V_OK) {
    fault.message += " (certificate: " + std::string{X509_verify_cert_error_string(verdict)} + ")";
  }
  co_return fault;
}

asio::awaitable<Connection::Exchange> Connection::exchange(const HttpRequest& request,
                                                           core::Deadline deadline) {
  const auto until = std::min(Clock::now() + target_.limits.whole, deadline);
  const auto message = wire_request(request, target_.base);
  allow(target_.limits.first_byte, until);
  const auto [write_error, written] = co_await http::async_write(stream_->secured, message, kAwait);
  if (write_error) {
    co_return Exchange{fault_of(write_error, "sending the request", deadline), true, false};
  }
  http::response_parser<http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(target_.limits.header_size_max));
  parser.body_limit(target_.limits.body_size_max);
  auto& buffer = stream_->buffer;
  const auto [head_error, head] =
      co_await http::async_read_header(stream_->secured, buffer, parser, kAwait);
  if (head_error) {
    const bool unanswered = !parser.got_some() && head_error != beast::error::timeout;
    co_return Exchange{fault_of(head_error, "waiting for the answer", deadline), unanswered, false};
  }
  stream_->lowest().expires_at(until);
  const auto [body_error, body] =
      co_await http::async_read(stream_->secured, buffer, parser, kAwait);
  if (body_error) co_return Exchange{fault_of(body_error, "reading the answer", deadline)};
  stream_->lowest().expires_never();
  idle_since_ = Clock::now();
  // An interim answer (1xx) would leave the real one to the next caller.
  const bool final_answer = parser.get().result_int() >= 200;
  const bool reusable = final_answer && parser.keep_alive() && buffer.size() == 0;
  co_return Exchange{read_response(parser.release(), target_.limits), false, reusable};
}

}  // namespace tidegate::net
