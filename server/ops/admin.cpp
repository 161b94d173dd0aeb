#include "ops/admin.hpp"

#include <chrono>
#include <set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace tidegate::ops {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kConnectionsMax = 64;
constexpr std::chrono::seconds kPatience{10};
constexpr std::uint32_t kHeaderMax = 8 * 1024;

Page not_found(const Admin::Pages& pages) {
  std::string list;
  for (const auto& [path, page] : pages) list += " " + path;
  return {404, "text/plain; charset=utf-8", "no such page; there are:" + list + "\n"};
}

http::response<http::string_body> answer(const http::request<http::empty_body>& request,
                                         const Admin::Pages& pages) {
  http::response<http::string_body> response;
  response.version(request.version());
  response.keep_alive(request.keep_alive());
  const bool head = request.method() == http::verb::head;
  if (request.method() != http::verb::get && !head) {
    response.result(http::status::method_not_allowed);
    response.set(http::field::allow, "GET, HEAD");
    response.prepare_payload();
    return response;
  }
  const std::string target{request.target()};
  const auto found = pages.find(target.substr(0, target.find('?')));
  const auto page = found == pages.end() ? not_found(pages) : found->second();
  response.result(page.status);
  response.set(http::field::content_type, page.content_type);
  response.set(http::field::cache_control, "no-store");
  response.content_length(page.body.size());
  if (!head) response.body() = page.body;
  return response;
}

}  // namespace

struct Admin::Listener : std::enable_shared_from_this<Listener> {
  Listener(asio::io_context& io, Pages given) : acceptor{io}, pages{std::move(given)} {}

  asio::awaitable<void> accept_all() {
    const auto self = shared_from_this();
    while (acceptor.is_open()) {
      auto [error, socket] = co_await acceptor.async_accept(kAwait);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {  // out of descriptors, most likely: others may give some back
        asio::steady_timer pause{acceptor.get_executor(), std::chrono::milliseconds{100}};
        co_await pause.async_wait(kAwait);
        continue;
      }
      if (open.size() >= kConnectionsMax) continue;  // closes the newcomer
      asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
    }
  }

  asio::awaitable<void> serve(tcp::socket socket) {
    const auto self = shared_from_this();
    beast::tcp_stream stream{std::move(socket)};
    open.insert(&stream);
    const auto closing = [this](beast::tcp_stream* ended) { open.erase(ended); };
    const std::unique_ptr<beast::tcp_stream, decltype(closing)> ending{&stream, closing};
    beast::flat_buffer buffer;
    for (bool more = true; more;) {
      http::request_parser<http::empty_body> parser;
      parser.header_limit(kHeaderMax);
      stream.expires_after(kPatience);
      const auto [read_error, read] = co_await http::async_read(stream, buffer, parser, kAwait);
      if (read_error) break;
      const auto response = answer(parser.get(), pages);
      stream.expires_after(kPatience);
      const auto [write_error, written] = co_await http::async_write(stream, response, kAwait);
      more = !write_error && response.keep_alive();
    }
  }

  tcp::acceptor acceptor;
  Pages pages;
  std::set<beast::tcp_stream*> open;
};

Admin::Admin(std::shared_ptr<Listener> listener) : listener_{std::move(listener)} {}

Admin::~Admin() {
  stop();
}

core::Result<std::unique_ptr<Admin>> Admin::listen(asio::io_context& context,
                                                   const std::string& host, std::uint16_t port,
                                                   Pages pages) {
  auto listener = std::make_shared<Listener>(context, std::move(pages));
  beast::error_code error;
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  const tcp::endpoint endpoint{address, port};
  auto& acceptor = listener->acceptor;
  if (!error) acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error) {
    return core::Error{core::Fault::kUpstreamUnavailable,
                       "cannot listen for the admin pages on " + host + ":" + std::to_string(port) +
                           ": " + error.message() +
                           "; stop the other process or change admin.listen"};
  }
  asio::co_spawn(context, listener->accept_all(), asio::detached);
  return std::unique_ptr<Admin>{new Admin{std::move(listener)}};
}

std::uint16_t Admin::port() const {
  return listener_->acceptor.local_endpoint().port();
}

void Admin::stop() {
  beast::error_code ignored;
  listener_->acceptor.close(ignored);
  for (auto* const each : listener_->open) each->cancel();
}

}  // namespace tidegate::ops
