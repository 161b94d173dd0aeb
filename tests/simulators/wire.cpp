#include "tests/simulators/wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace tidegate::simulators {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr milliseconds kHandshakeMax{10'000};
constexpr milliseconds kSendMax{30'000};
constexpr milliseconds kFarewellMax{1'000};
constexpr unsigned kHeadersMax = 16 * 1024;
constexpr unsigned kBodyMax = 64 * 1024;

Wire::Heard meaning_of(const error_code& error) {
  if (!error) return Wire::Heard::kRequest;
  if (error == http::error::end_of_stream || error == asio::error::operation_aborted ||
      error == asio::ssl::error::stream_truncated || error == asio::error::eof) {
    return Wire::Heard::kNothing;
  }
  if (error == http::error::partial_message) return Wire::Heard::kBroken;
  const bool parsing =
      error.category() == http::make_error_code(http::error::bad_method).category();
  return parsing ? Wire::Heard::kNonsense : Wire::Heard::kBroken;
}

void copy(const http::request<http::string_body>& from, Request& to) {
  to.method = std::string{from.method_string()};
  to.target = std::string{from.target()};
  for (const auto& field : from) {
    to.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
  }
  to.keep = from.keep_alive();
}

}  // namespace

Wire::Wire(asio::ip::tcp::socket socket, asio::ssl::context& tls)
    : stream_{std::move(socket), tls},
      limit_{stream_.get_executor()},
      pause_{stream_.get_executor()} {
  error_code ignored;
  stream_.next_layer().set_option(asio::ip::tcp::no_delay{true}, ignored);
}

void Wire::limit(milliseconds time) {
  limit_.expires_after(time);
  limit_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    // A wait that had already ended when the limit was renewed comes here without an error.
    if (!self || error || self->limit_.expiry() > asio::steady_timer::clock_type::now()) return;
    error_code ignored;
    self->stream_.next_layer().cancel(ignored);
  });
}

asio::awaitable<bool> Wire::handshake() {
  limit(kHandshakeMax);
  error_code error;
  co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                   asio::redirect_error(asio::use_awaitable, error));
  co_return !error && !dropped_;
}

bool Wire::resumed() {
  return SSL_session_reused(stream_.native_handle()) == 1;
}

asio::awaitable<Wire::Heard> Wire::read(Request& request, milliseconds idle) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(kHeadersMax);
  parser.body_limit(kBodyMax);
  limit(idle);
  error_code error;
  co_await http::async_read(stream_, buffer_, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  if (dropped_) co_return Heard::kBroken;
  const Heard heard = meaning_of(error);
  if (heard == Heard::kRequest) copy(parser.get(), request);
  co_return heard;
}

asio::awaitable<bool> Wire::send(std::string_view bytes) {
  limit(kSendMax);
  error_code error;
  const asio::const_buffer buffer{bytes.data(), bytes.size()};
  co_await asio::async_write(stream_, buffer, asio::redirect_error(asio::use_awaitable, error));
  co_return !error && !dropped_;
}

asio::awaitable<bool> Wire::pause(milliseconds wait) {
  if (dropped_) co_return false;
  limit_.cancel();
  pause_.expires_after(wait);
  error_code error;
  co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
  co_return !error && !dropped_;
}

asio::awaitable<void> Wire::farewell() {
  if (dropped_) co_return;
  limit(kFarewellMax);
  error_code ignored;
  co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
  drop();
}

void Wire::drop() {
  dropped_ = true;
  limit_.cancel();
  pause_.cancel();
  error_code ignored;
  stream_.next_layer().close(ignored);
}

}  // namespace tidegate::simulators
