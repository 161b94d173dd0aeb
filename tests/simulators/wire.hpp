#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "tests/simulators/exchange.hpp"

namespace tidegate::simulators {

// One TLS connection, with a time limit on everything it does. A step that fails says so once;
// after that the connection is good for nothing but drop().
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  enum class Heard { kRequest, kNonsense, kNothing, kBroken };

  Wire(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls);

  boost::asio::awaitable<bool> handshake();
  bool resumed();

  // kNothing: the peer said goodbye, or stayed silent for `idle`.
  boost::asio::awaitable<Heard> read(Request& request, std::chrono::milliseconds idle);
  boost::asio::awaitable<bool> send(std::string_view bytes);
  boost::asio::awaitable<bool> pause(std::chrono::milliseconds wait);

  boost::asio::awaitable<void> farewell();  // TLS's goodbye, then the socket's
  void drop();                              // the socket closes and nobody is told

 private:
  // Cancels what is under way once the time is over; the socket itself stays open, so that a
  // goodbye can still be said.
  void limit(std::chrono::milliseconds time);

  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  boost::asio::steady_timer limit_;
  boost::asio::steady_timer pause_;
  boost::beast::flat_buffer buffer_;
  bool dropped_ = false;
};

}  // namespace tidegate::simulators
