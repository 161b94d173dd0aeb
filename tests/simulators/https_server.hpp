#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "tests/simulators/certificate.hpp"
#include "tests/simulators/clock.hpp"
#include "tests/simulators/exchange.hpp"
#include "tests/simulators/faults.hpp"
#include "tests/simulators/journal.hpp"

namespace tidegate::simulators {

class Wire;

// Listens at once; throws std::runtime_error with a sentence when it cannot.
boost::asio::ip::tcp::acceptor listen_on(boost::asio::io_context& context,
                                         const std::string& address, std::uint16_t port);

// What a server shares with the rest of the sandbox. All of it outlives the server.
struct Surroundings {
  const Clock& clock;
  FaultBox& faults;
  Journal& journal;
};

// Serves one provider over HTTPS, and the faults that wait for it.
class HttpsServer {
 public:
  struct Options {
    std::string address;
    std::uint16_t port = 0;
    std::chrono::milliseconds keep_alive{15'000};
  };

  HttpsServer(boost::asio::io_context& context, const Options& options,
              const Certificates& certificates, Provider& provider, Surroundings surroundings);
  ~HttpsServer();

  std::uint16_t port() const { return port_; }
  void stop();  // on the context's thread; its coroutines end soon after

 private:
  boost::asio::awaitable<void> accept();
  void welcome(boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<void> serve(std::shared_ptr<Wire> wire);
  boost::asio::awaitable<bool> exchange(Wire& wire, bool kept);
  boost::asio::awaitable<bool> refuse_nonsense(Wire& wire);
  Reply reply_to(const Request& request, const Fault& fault);

  boost::asio::io_context& context_;
  boost::asio::ssl::context tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::chrono::milliseconds keep_alive_;
  Provider& provider_;
  Surroundings around_;
  std::unordered_set<std::shared_ptr<Wire>> wires_;
};

}  // namespace tidegate::simulators
