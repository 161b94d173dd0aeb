#include "net/exchange.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <gtest/gtest.h>

namespace tidegate::net {
namespace {

using namespace std::chrono_literals;
namespace http = boost::beast::http;
using core::Fault;
using Message = http::response<http::string_body>;

std::string host_header(std::string_view base) {
  const auto message = wire_request({}, parse_url(base).value());
  const auto host = message[http::field::host];
  return {host.data(), host.size()};
}

TEST(Exchange, ARequestSaysWhereItGoesAndWhatItTakes) {
  HttpRequest request;
  request.target = "/v1/market/kline?symbol=700.HK";
  request.headers = {{"X-API-Key", "key"}, {"Accept", "application/json"}};

  const auto message = wire_request(request, parse_url("https://api.tickdb.ai/base").value());

  EXPECT_EQ(message.method(), http::verb::get);
  EXPECT_EQ(message.target(), "/base/v1/market/kline?symbol=700.HK");
  EXPECT_EQ(message.version(), 11U);
  EXPECT_EQ(message[http::field::host], "api.tickdb.ai");
  EXPECT_EQ(message["X-API-Key"], "key");
  EXPECT_EQ(message[http::field::accept], "application/json");
  EXPECT_EQ(message[http::field::accept_encoding], "gzip");
  EXPECT_EQ(message[http::field::user_agent], "tidegate");
  EXPECT_EQ(message.count(http::field::content_length), 0U);
  EXPECT_EQ(message.body(), "");
}

TEST(Exchange, ABodySaysHowLongItIs) {
  HttpRequest request;
  request.method = "POST";
  request.body = "{\"a\":1}";
  const auto base = parse_url("https://host").value();
  EXPECT_EQ(wire_request(request, base)[http::field::content_length], "7");
  EXPECT_EQ(wire_request(request, base).body(), request.body);

  request.body.clear();
  EXPECT_EQ(wire_request(request, base)[http::field::content_length], "0");
}

TEST(Exchange, APortThatGoesWithoutSayingIsNotSaid) {
  EXPECT_EQ(host_header("https://host"), "host");
  EXPECT_EQ(host_header("https://host:443"), "host");
  EXPECT_EQ(host_header("https://host:8443"), "host:8443");
  EXPECT_EQ(host_header("https://127.0.0.1:8443"), "127.0.0.1:8443");
}

TEST(Exchange, AnAddressWithColonsStandsInBrackets) {
  EXPECT_EQ(host_header("https://[::1]"), "[::1]");
  EXPECT_EQ(host_header("https://[::1]:8443"), "[::1]:8443");
}

TEST(Exchange, AResponseIsReadWithTheHeadersThatMatter) {
  Message message{http::status::too_many_requests, 11};
  message.set(http::field::content_type, "application/json; charset=utf-8");
  message.set(http::field::date, "Sun, 06 Nov 1994 08:49:37 GMT");
  message.set(http::field::retry_after, "Sun, 06 Nov 1994 08:50:07 GMT");
  message.body() = "{}";

  const auto response = read_response(std::move(message), {}).value();

  EXPECT_EQ(response.status, 429U);
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.content_type, "application/json; charset=utf-8");
  EXPECT_EQ(response.date, core::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"));
  EXPECT_EQ(response.retry_after, 30s);
}

TEST(Exchange, HeadersThatAreMissingOrNonsenseAreNothing) {
  Message bare{http::status::ok, 11};
  Message odd{http::status::ok, 11};
  odd.set(http::field::date, "yesterday");
  odd.set(http::field::retry_after, "later");

  for (auto* const message : {&bare, &odd}) {
    const auto response = read_response(*message, {}).value();
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.content_type, "");
    EXPECT_FALSE(response.date);
    EXPECT_FALSE(response.retry_after);
  }
}

Message encoded(std::string_view encoding, std::string body) {
  Message message{http::status::ok, 11};
  message.set(http::field::content_encoding, {encoding.data(), encoding.size()});
  message.body() = std::move(body);
  return message;
}

// `{}`, packed.
const std::string packed{
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\xae\x05\x00"
    "\x43\xbf\xa6\xa3\x02\x00\x00\x00",
    22};

TEST(Exchange, APackedBodyIsUnpacked) {
  EXPECT_EQ(read_response(encoded("gzip", packed), {}).value().body, "{}");
  EXPECT_EQ(read_response(encoded("GZIP", packed), {}).value().body, "{}");
  EXPECT_EQ(read_response(encoded("identity", "{}"), {}).value().body, "{}");
}

TEST(Exchange, ABodyThatCannotBeUnpackedIsMalformed) {
  HttpLimits small;
  small.body_size_max = 1;

  for (const auto& result :
       {read_response(encoded("gzip", "{}"), {}),
        read_response(encoded("gzip", packed.substr(0, 15)), {}),
        read_response(encoded("gzip", packed), small), read_response(encoded("br", "{}"), {})}) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fault, Fault::kUpstreamMalformed);
  }
}

struct Failure {
  boost::system::error_code error;
  Fault fault;
};

TEST(Exchange, EveryFailureHasItsMeaning) {
  using boost::system::errc::make_error_code;
  namespace errc = boost::system::errc;
  for (const auto& [error, fault] :
       {Failure{boost::asio::error::connection_refused, Fault::kUpstreamUnavailable},
        Failure{boost::asio::error::connection_reset, Fault::kUpstreamUnavailable},
        Failure{boost::asio::error::host_not_found, Fault::kUpstreamUnavailable},
        Failure{boost::asio::error::network_unreachable, Fault::kUpstreamUnavailable},
        Failure{boost::asio::error::eof, Fault::kUpstreamUnavailable},
        Failure{make_error_code(errc::broken_pipe), Fault::kUpstreamUnavailable},
        Failure{boost::asio::ssl::error::stream_truncated, Fault::kUpstreamUnavailable},
        Failure{boost::beast::error::timeout, Fault::kUpstreamUnavailable},
        Failure{http::make_error_code(http::error::end_of_stream), Fault::kUpstreamUnavailable},
        Failure{http::make_error_code(http::error::partial_message), Fault::kUpstreamUnavailable},
        Failure{http::make_error_code(http::error::bad_version), Fault::kUpstreamMalformed},
        Failure{http::make_error_code(http::error::bad_status), Fault::kUpstreamMalformed},
        Failure{http::make_error_code(http::error::bad_chunk), Fault::kUpstreamMalformed},
        Failure{http::make_error_code(http::error::body_limit), Fault::kUpstreamMalformed},
        Failure{http::make_error_code(http::error::header_limit), Fault::kUpstreamMalformed},
        Failure{boost::asio::error::operation_aborted, Fault::kCancelled}}) {
    SCOPED_TRACE(error.message());
    const auto meaning = exchange_fault(error, "reading the answer", "api.tickdb.ai", false);
    EXPECT_EQ(meaning.fault, fault);
    EXPECT_NE(meaning.message.find("reading the answer"), std::string::npos);
  }
}

TEST(Exchange, AfterTheCallersDeadlineEveryFailureIsThat) {
  for (const boost::system::error_code error :
       {boost::system::error_code{boost::asio::error::connection_reset},
        boost::system::error_code{boost::asio::error::operation_aborted},
        boost::system::error_code{boost::beast::error::timeout},
        boost::system::error_code{http::make_error_code(http::error::bad_version)}}) {
    EXPECT_EQ(exchange_fault(error, "connecting", "host", true).fault, Fault::kDeadlineExceeded);
  }
}

}  // namespace
}  // namespace tidegate::net
