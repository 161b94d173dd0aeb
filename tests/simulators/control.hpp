#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "tests/simulators/https_server.hpp"

namespace tidegate::simulators {

// How a person or a script steers a running sandbox: plain HTTP and JSON, on loopback only.
class Control {
 public:
  // Says what is wrong with a fault, if anything is.
  using CheckFault = std::function<std::optional<std::string>(const Fault&)>;

  Control(boost::asio::io_context& context, std::uint16_t port, Surroundings surroundings,
          CheckFault check_fault);

  std::uint16_t port() const { return port_; }
  void stop();

 private:
  using Stream = boost::beast::tcp_stream;
  using Message = boost::beast::http::request<boost::beast::http::string_body>;
  struct Answer {
    unsigned status = 200;
    std::string body;
  };

  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(std::shared_ptr<Stream> stream);
  Answer answer(const Message& message);
  Answer add_faults(const std::string& body);
  std::string counters() const;
  std::string clock() const;
  std::string requests() const;

  boost::asio::io_context& context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  Surroundings around_;
  CheckFault check_fault_;
  std::unordered_set<std::shared_ptr<Stream>> streams_;
};

}  // namespace tidegate::simulators
