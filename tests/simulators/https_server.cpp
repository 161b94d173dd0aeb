#include "tests/simulators/https_server.hpp"

#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/simulators/mischief.hpp"
#include "tests/simulators/time_text.hpp"
#include "tests/simulators/wire.hpp"

namespace tidegate::simulators {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kConnectionsMax = 1024;
constexpr std::size_t kCompressFrom = 1024;

asio::ssl::context make_tls(const Certificates& certificates) {
  using Tls = asio::ssl::context;
  Tls tls{Tls::tls_server};
  tls.set_options(Tls::default_workarounds | Tls::no_sslv2 | Tls::no_sslv3 | Tls::no_tlsv1 |
                  Tls::no_tlsv1_1);
  tls.use_certificate_chain(asio::buffer(certificates.server));
  tls.use_private_key(asio::buffer(certificates.server_key), Tls::pem);
  // Tickets, under TLS 1.2 too, and a cache for clients that want none: both ways to resume.
  constexpr unsigned char kName[] = "sandbox";
  SSL_CTX_set_session_id_context(tls.native_handle(), kName, sizeof kName);
  SSL_CTX_set_session_cache_mode(tls.native_handle(), SSL_SESS_CACHE_SERVER);
  return tls;
}

}  // namespace

tcp::acceptor listen_on(asio::io_context& context, const std::string& address, std::uint16_t port) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) throw std::runtime_error{"'" + address + "' is not an IP address"};
  const tcp::endpoint endpoint{ip, port};
  tcp::acceptor acceptor{context};
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {
    throw std::runtime_error{"port " + std::to_string(port) + " of " + address + " is taken"};
  }
  if (error) {
    throw std::runtime_error{"cannot listen on port " + std::to_string(port) + " of " + address +
                             ": " + error.message()};
  }
  return acceptor;
}

HttpsServer::HttpsServer(asio::io_context& context, const Options& options,
                         const Certificates& certificates, Provider& provider,
                         Surroundings surroundings)
    : context_{context},
      tls_{make_tls(certificates)},
      acceptor_{listen_on(context, options.address, options.port)},
      port_{acceptor_.local_endpoint().port()},
      keep_alive_{options.keep_alive},
      provider_{provider},
      around_{surroundings} {
  asio::co_spawn(context_, accept(), asio::detached);
}

HttpsServer::~HttpsServer() = default;

void HttpsServer::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  for (const auto& wire : wires_) wire->drop();
}

asio::awaitable<void> HttpsServer::accept() {
  asio::steady_timer rest{context_};
  while (acceptor_.is_open()) {
    tcp::socket socket{context_};
    error_code error;
    co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor_.is_open()) co_return;
    if (!error) {
      welcome(std::move(socket));
      continue;
    }
    // Out of descriptors, most likely: asking again at once would only burn the processor.
    rest.expires_after(std::chrono::milliseconds{50});
    co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

void HttpsServer::welcome(tcp::socket socket) {
  const bool refused = around_.faults.take_refusal();
  if (refused || wires_.size() >= kConnectionsMax) return around_.journal.turned_away();
  around_.journal.connected();
  auto wire = std::make_shared<Wire>(std::move(socket), tls_);
  wires_.insert(wire);
  asio::co_spawn(context_, serve(std::move(wire)), asio::detached);
}

asio::awaitable<void> HttpsServer::serve(std::shared_ptr<Wire> wire) {
  bool more = co_await wire->handshake();
  if (more) around_.journal.shook_hands(wire->resumed());
  bool kept = false;
  while (more) {
    more = co_await exchange(*wire, kept);
    kept = true;
  }
  if (kept) co_await wire->farewell();
  wire->drop();
  wires_.erase(wire);
  around_.journal.disconnected();
}

asio::awaitable<bool> HttpsServer::exchange(Wire& wire, bool kept) {
  Request request;
  const Wire::Heard heard = co_await wire.read(request, keep_alive_);
  if (heard == Wire::Heard::kNothing || heard == Wire::Heard::kBroken) co_return false;
  if (heard == Wire::Heard::kNonsense || !read_target(request)) {
    const bool again = co_await refuse_nonsense(wire);
    co_return again;
  }
  around_.journal.asked(printable(request.path), line_of(request));
  const Fault fault = around_.faults.take(request.path, kept).value_or(Fault{});
  Reply reply = reply_to(request, fault);
  if (reply.status >= 400) around_.journal.refused();
  const Delivery delivery{wire, http_date(around_.clock.now()), request.keep};
  const bool again = co_await misbehave(delivery, fault, std::move(reply));
  co_return again;
}

Reply HttpsServer::reply_to(const Request& request, const Fault& fault) {
  if (replaces_answer(fault.kind)) return replacement(fault);
  const bool complaint = fault.kind == FaultKind::kTickDbCode;
  Reply reply = complaint ? provider_.complain(fault) : provider_.answer(request);
  if (fault.kind == FaultKind::kWrongTypes) {
    reply.body = with_wrong_types(reply.body, fault.variant);
  }
  if (reply.body.size() > kCompressFrom && accepts_gzip(request)) compress(reply);
  return reply;
}

asio::awaitable<bool> HttpsServer::refuse_nonsense(Wire& wire) {
  around_.journal.asked("(nonsense)", "(not a request)");
  around_.journal.refused();
  Reply reply;
  reply.status = 400;
  reply.content_type = "text/plain; charset=utf-8";
  reply.body = "400 Bad Request";
  const Delivery delivery{wire, http_date(around_.clock.now()), false};
  const bool again = co_await deliver(delivery, reply);
  co_return again;
}

}  // namespace tidegate::simulators
