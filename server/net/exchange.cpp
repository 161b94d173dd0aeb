#include "net/exchange.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/verb.hpp>

#include "net/gzip.hpp"

namespace tidegate::net {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

// As the Host header spells it: an address of version 6 in brackets, no port that goes without
// saying.
std::string authority(const Url& base) {
  const bool v6 = base.host.find(':') != base.host.npos;
  const auto host = v6 ? "[" + base.host + "]" : base.host;
  return base.port == 443 ? host : host + ":" + std::to_string(base.port);
}

}  // namespace

http::request<http::string_body> wire_request(const HttpRequest& request, const Url& base) {
  http::request<http::string_body> message;
  message.version(11);
  message.method_string({request.method.data(), request.method.size()});
  const auto target = base.path + request.target;
  message.target({target.data(), target.size()});
  message.set(http::field::host, authority(base));
  message.set(http::field::user_agent, "tidegate");
  message.set(http::field::accept_encoding, "gzip");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  if (!request.body.empty() || request.method == "POST") message.prepare_payload();
  return message;
}

core::Result<HttpResponse> read_response(http::response<http::string_body> message,
                                         const HttpLimits& limits) {
  HttpResponse response;
  response.status = message.result_int();
  response.content_type = std::string{message[http::field::content_type]};
  const auto date = message[http::field::date];
  response.date = core::parse_http_date({date.data(), date.size()});
  const auto retry_after = message[http::field::retry_after];
  response.retry_after = parse_retry_after({retry_after.data(), retry_after.size()}, response.date);
  const auto encoding = message[http::field::content_encoding];
  if (encoding.empty() || beast::iequals(encoding, "identity")) {
    response.body = std::move(message.body());
    return response;
  }
  const bool gzip = beast::iequals(encoding, "gzip");
  auto body = gzip ? gunzip(message.body(), limits.body_size_max) : std::nullopt;
  if (body) {
    response.body = *std::move(body);
    return response;
  }
  // What cannot be unpacked is worth an error only where the status does not say one already.
  if (response.status != 200) return response;
  return core::Error{core::Fault::kUpstreamMalformed,
                     "the answer is too large unpacked, or packed in a way that was not asked for"};
}

namespace {

// Whether the bytes themselves were wrong, rather than cut off.
bool is_nonsense(const boost::system::error_code& error) {
  return error.category() == http::make_error_code(http::error::end_of_stream).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

}  // namespace

core::Error exchange_fault(const boost::system::error_code& error, const std::string& step,
                           const std::string& host, bool late) {
  if (late) {
    return {core::Fault::kDeadlineExceeded,
            "the deadline passed while " + step + " (" + host + ")"};
  }
  if (error == beast::error::timeout) {
    return {core::Fault::kUpstreamUnavailable, host + " took too long: " + step};
  }
  if (error == boost::asio::error::operation_aborted) {
    return {core::Fault::kCancelled, "cancelled while " + step};
  }
  const auto fault =
      is_nonsense(error) ? core::Fault::kUpstreamMalformed : core::Fault::kUpstreamUnavailable;
  return {fault, host + " failed while " + step + ": " + error.message()};
}

}  // namespace tidegate::net
