#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>

#include "core/log.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"
#include "net/https_client.hpp"
#include "net/limiter.hpp"
#include "upstream/pulse.hpp"

namespace tidegate::upstream::tickdb {

// What a question brought, with its times on both clocks.
template <class T>
struct Reply {
  T value;
  core::Instant fetched_at;    // ours
  core::Instant provider_now;  // theirs
};

// Everything that is sent to TickDB passes here: key, limit, counting, refusals. On the lane.
class Client {
 public:
  template <class T>
  using Parse = core::Result<T> (*)(std::string_view body);

  Client(net::HttpsClient& https, core::Secret api_key, int requests_per_minute, core::Log& log);

  // `parse` reads a success; an answer that it cannot read is a failure like any other.
  template <class T>
  boost::asio::awaitable<core::Result<Reply<T>>> get(std::string target, Parse<T> parse,
                                                     core::Deadline deadline) {
    auto received = co_await receive(std::move(target), deadline);
    if (!received) co_return received.error();
    auto value = parse(received->body);
    if (!value) co_return failed(std::move(value).error(), *received);
    succeeded(*received);
    Reply<T> reply{*std::move(value), received->at, received->provider_now};
    co_return reply;
  }

  // Their clock as we know it: ours, corrected by what their last answer said.
  core::Instant provider_now() const;

  const Pulse& pulse() const noexcept { return pulse_; }

 private:
  struct Received {
    std::string body;
    core::Instant at;
    core::Instant provider_now;
    std::chrono::steady_clock::duration took{};
  };

  boost::asio::awaitable<core::Result<Received>> receive(std::string target,
                                                         core::Deadline deadline);
  core::Result<void> pass_gate(boost::asio::cancellation_type left, core::Deadline deadline);
  void hold(std::chrono::milliseconds wait);
  void succeeded(const Received& received);
  core::Error failed(core::Error error, const Received& received);
  void log_malformed(const core::Error& error, const std::string& body);
  std::string without_secrets(std::string text) const;

  net::HttpsClient& https_;
  core::Secret api_key_;
  net::RollingWindow limit_;
  core::Log& log_;
  Pulse pulse_;
};

}  // namespace tidegate::upstream::tickdb
