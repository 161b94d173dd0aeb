#include "upstream/tickdb/client.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "core/text.hpp"
#include "upstream/tickdb/faults.hpp"
#include "upstream/tickdb/traits.hpp"
#include "upstream/tickdb/wire.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using Clock = std::chrono::steady_clock;

core::Instant our_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// For a log line: short, and nothing that could break out of it.
std::string excerpt(std::string text) {
  constexpr std::size_t kExcerptMax = 256;
  text = core::cut(text, kExcerptMax);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return text;
}

}  // namespace

Client::Client(net::HttpsClient& https, core::Secret api_key, int requests_per_minute,
               core::Log& log)
    : https_{https},
      api_key_{std::move(api_key)},
      limit_{static_cast<std::size_t>(requests_per_minute), kLimitWindow},
      log_{log} {}

core::Instant Client::provider_now() const {
  return our_now() + pulse_.clock_skew().value_or(std::chrono::milliseconds{0});
}

boost::asio::awaitable<core::Result<Client::Received>> Client::receive(std::string target,
                                                                       core::Deadline deadline) {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  if (auto passed = pass_gate(state.cancelled(), deadline); !passed) co_return passed.error();
  net::HttpRequest request;
  request.target = std::move(target);
  request.headers.emplace_back("X-API-Key", api_key_.reveal());
  request.headers.emplace_back("Accept", "application/json");
  const auto began = Clock::now();
  auto response = co_await https_.send(request, deadline);
  Received received{{}, our_now(), our_now(), Clock::now() - began};
  if (!response) co_return failed(std::move(response).error(), received);
  if (response->date) {
    received.provider_now = *response->date;
    pulse_.note_clock(*response->date, received.at);
  }
  // Before anything is cut out of it: half a key would not be recognised any more.
  response->body = without_secrets(std::move(response->body));
  auto refused = refusal(*response, parse_envelope(response->body));
  received.body = std::move(response->body);
  if (refused) co_return failed(*std::move(refused), received);
  co_return received;
}

core::Result<void> Client::pass_gate(boost::asio::cancellation_type left, core::Deadline deadline) {
  if (left != boost::asio::cancellation_type::none) {
    return core::Error{core::Fault::kCancelled, "the caller left before the provider was asked"};
  }
  if (deadline <= Clock::now()) {
    return core::Error{core::Fault::kDeadlineExceeded,
                       "the deadline passed before the provider was asked"};
  }
  const auto wait = limit_.reserve(Clock::now());
  if (!wait) return {};
  core::Error error{core::Fault::kUpstreamRateLimit,
                    "the limit of " + std::to_string(limit_.limit()) + " requests a minute to " +
                        kName + " is used up"};
  error.metadata = {{"provider", kName}, {"scope", "upstream"}, {"quota", kLimitName}};
  error.retry_after = std::chrono::ceil<std::chrono::milliseconds>(*wait);
  return error;
}

void Client::succeeded(const Received& received) {
  pulse_.count_answer(received.took, received.at);
}

core::Error Client::failed(core::Error error, const Received& received) {
  error.metadata["provider"] = kName;
  for (auto& [key, value] : error.metadata) value = without_secrets(std::move(value));
  for (auto& each : error.fields) each.description = without_secrets(std::move(each.description));
  error.message = without_secrets(std::move(error.message));
  pulse_.count_failure(error, received.took, received.at);
  if (error.fault == core::Fault::kUpstreamMalformed) log_malformed(error, received.body);
  if (error.fault == core::Fault::kUpstreamRateLimit ||
      error.fault == core::Fault::kUpstreamCredits) {
    error.metadata["scope"] = "upstream";
    error.metadata["quota"] = kLimitName;
    error.retry_after = error.retry_after.value_or(std::chrono::seconds{1});
    if (holds_everybody(error)) hold(*error.retry_after);
  }
  return error;
}

// Not for longer than a window, whatever was said: then one question looks whether it still holds.
void Client::hold(std::chrono::milliseconds wait) {
  limit_.hold_until(Clock::now() + std::min<Clock::duration>(wait, kLimitWindow));
}

void Client::log_malformed(const core::Error& error, const std::string& body) {
  const auto shown = excerpt(without_secrets(body));
  log_.write(core::Level::kWarning, "upstream_malformed",
             {{"provider", kName},
              {"message", error.message},
              {"body", shown},
              {"body_size", static_cast<std::int64_t>(body.size())}});
}

std::string Client::without_secrets(std::string text) const {
  const auto key = api_key_.reveal();
  if (key.empty()) return text;
  for (auto at = text.find(key); at != text.npos; at = text.find(key, at))
    text.replace(at, key.size(), "***");
  return text;
}

}  // namespace tidegate::upstream::tickdb
