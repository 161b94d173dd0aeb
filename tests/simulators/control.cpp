#include "tests/simulators/control.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json.hpp>

#include "tests/simulators/fault_text.hpp"
#include "tests/simulators/time_text.hpp"

namespace tidegate::simulators {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kStreamsMax = 32;
constexpr std::chrono::seconds kTimeMax{10};
constexpr unsigned kBodyMax = 1024 * 1024;  // a fault may carry a whole reply

std::string sentence(const std::string& text) {
  return json::serialize(json::object{{"error", text}});
}

}  // namespace

Control::Control(asio::io_context& context, std::uint16_t port, Surroundings surroundings,
                 CheckFault check_fault)
    : context_{context},
      acceptor_{listen_on(context, "127.0.0.1", port)},
      port_{acceptor_.local_endpoint().port()},
      around_{surroundings},
      check_fault_{std::move(check_fault)} {
  asio::co_spawn(context_, accept(), asio::detached);
}

void Control::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  for (const auto& stream : streams_) stream->close();
}

asio::awaitable<void> Control::accept() {
  asio::steady_timer rest{context_};
  while (acceptor_.is_open()) {
    tcp::socket socket{context_};
    error_code error;
    co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor_.is_open()) co_return;
    if (error) {
      rest.expires_after(std::chrono::milliseconds{50});
      co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, error));
    } else if (streams_.size() < kStreamsMax) {
      auto stream = std::make_shared<Stream>(std::move(socket));
      streams_.insert(stream);
      asio::co_spawn(context_, serve(std::move(stream)), asio::detached);
    }
  }
}

// One question per connection: nobody steers a simulator in a hurry.
asio::awaitable<void> Control::serve(std::shared_ptr<Stream> stream) {
  boost::beast::flat_buffer buffer;
  http::request_parser<http::string_body> parser;
  parser.body_limit(kBodyMax);
  stream->expires_after(kTimeMax);
  error_code error;
  co_await http::async_read(*stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  if (!error) {
    Answer answered = answer(parser.get());
    http::response<http::string_body> response;
    response.result(answered.status);
    response.set(http::field::content_type, "application/json");
    response.keep_alive(false);
    response.body() = std::move(answered.body) + "\n";
    response.prepare_payload();
    co_await http::async_write(*stream, response, asio::redirect_error(asio::use_awaitable, error));
    stream->socket().shutdown(tcp::socket::shutdown_send, error);
  }
  streams_.erase(stream);
}

Control::Answer Control::answer(const Message& message) {
  const std::string ask =
      std::string{message.method_string()} + " " + std::string{message.target()};
  const std::string done = R"({"ok":true})";
  if (ask == "POST /faults") return add_faults(message.body());
  if (ask == "DELETE /faults") return around_.faults.clear(), Answer{200, done};
  if (ask == "GET /counters") return {200, counters()};
  if (ask == "DELETE /counters") return around_.journal.reset(), Answer{200, done};
  if (ask == "GET /clock") return {200, clock()};
  if (ask == "GET /requests") return {200, requests()};
  return {404, sentence("there is POST and DELETE /faults, GET and DELETE /counters, GET /clock "
                        "and GET /requests")};
}

Control::Answer Control::add_faults(const std::string& body) {
  error_code error;
  const json::value value = json::parse(body, error);
  if (error) return {400, sentence("the body is not JSON: " + error.message())};
  const auto faults = read_faults(value);
  if (!faults) return {400, sentence(faults.error())};
  for (const auto& fault : *faults) {
    if (const auto complaint = check_fault_(fault)) return {400, sentence(*complaint)};
  }
  for (const auto& fault : *faults) around_.faults.add(fault);
  return {200, json::serialize(json::object{{"added", faults->size()}})};
}

std::string Control::counters() const {
  const Counters counters = around_.journal.counters();
  json::object paths;
  for (const auto& [path, count] : counters.requests_by_path) paths[path] = count;
  const json::object all{
      {"requests", counters.requests},
      {"requests_by_path", paths},
      {"refused", counters.refused},
      {"connections", counters.connections},
      {"open_connections", counters.open_connections},
      {"tls_handshakes", counters.tls_handshakes},
      {"resumed_sessions", counters.resumed_sessions},
  };
  return json::serialize(all);
}

std::string Control::clock() const {
  const Instant now = around_.clock.now();
  const json::object all{{"now", rfc3339(now)},
                         {"now_ms", now.time_since_epoch().count()},
                         {"speed", around_.clock.speed()}};
  return json::serialize(all);
}

std::string Control::requests() const {
  json::array lines;
  for (const auto& line : around_.journal.last_requests()) lines.emplace_back(line);
  return json::serialize(json::object{{"requests", lines}});
}

}  // namespace tidegate::simulators
