#include <array>
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "tests/integration/upstream_fixture.hpp"

namespace tidegate::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

void pump(tcp::socket& from, tcp::socket& to) {
  std::array<char, 4096> bytes{};
  boost::system::error_code error;
  while (!error) {
    const auto size = from.read_some(asio::buffer(bytes), error);
    if (size > 0) asio::write(to, asio::buffer(bytes, size), error);
  }
  boost::system::error_code ignored;
  to.shutdown(tcp::socket::shutdown_both, ignored);
}

// A proxy for one connection: reads the CONNECT, answers with `status`, then passes bytes on.
class OneShotProxy {
 public:
  OneShotProxy(std::string status, std::uint16_t upstream_port)
      : status_{std::move(status)}, upstream_port_{upstream_port}, thread_{[this] { serve(); }} {}
  OneShotProxy(const OneShotProxy&) = delete;
  OneShotProxy& operator=(const OneShotProxy&) = delete;
  ~OneShotProxy() { thread_.join(); }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  const std::string& request() const { return request_; }

 private:
  void serve() {
    auto client = acceptor_.accept();
    asio::read_until(client, asio::dynamic_buffer(request_), "\r\n\r\n");
    asio::write(client, asio::buffer("HTTP/1.1 " + status_ + "\r\nContent-Length: 0\r\n\r\n"));
    if (!status_.starts_with('2')) return;
    tcp::socket upstream{context_};
    upstream.connect({asio::ip::address_v4::loopback(), upstream_port_});
    std::thread back{[&] { pump(upstream, client); }};
    pump(client, upstream);
    back.join();
  }

  std::string status_;
  std::uint16_t upstream_port_;
  std::string request_;
  asio::io_context context_;
  tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

using HttpsProxy = UpstreamFixture;

TEST_F(HttpsProxy, TunnelsAndVerifiesTheServerBehindIt) {
  OneShotProxy proxy{"200 Connection established", sandbox_.tickdb_port()};
  {
    const auto choice = net::proxy_for(
        "127.0.0.1", "http://user:pass%40word@127.0.0.1:" + std::to_string(proxy.port()), "");
    const auto client = make_client({}, choice.proxy);

    const auto response = get(*client, "/v1/market/capital-flow?symbol=700.HK");

    ASSERT_TRUE(response.has_value()) << response.error().message;
    EXPECT_EQ(response->status, 200U);
  }
  const auto port = std::to_string(sandbox_.tickdb_port());
  EXPECT_TRUE(proxy.request().starts_with("CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n"))
      << proxy.request();
  EXPECT_NE(proxy.request().find("Proxy-Authorization: Basic dXNlcjpwYXNzQHdvcmQ="),
            std::string::npos);
}

TEST_F(HttpsProxy, RefusalOfTheProxyIsSaid) {
  OneShotProxy proxy{"407 Proxy Authentication Required", sandbox_.tickdb_port()};
  const auto client = make_client({}, net::Proxy{"127.0.0.1", proxy.port(), {}});

  const auto response = get(*client, "/v1/market/capital-flow?symbol=700.HK");

  ASSERT_TRUE(response.has_error());
  EXPECT_EQ(response.error().fault, core::Fault::kUpstreamUnavailable);
  EXPECT_NE(response.error().message.find("407"), std::string::npos);
}

}  // namespace
}  // namespace tidegate::testing
