#include "service/call.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

namespace tidegate::service {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kUsualDeadline{10};
constexpr std::chrono::seconds kLongestDeadline{30};
constexpr std::size_t kRequestIdMax = 64;
constexpr const char* kRequestIdHeader = "x-request-id";

core::Deadline granted(std::chrono::system_clock::time_point asked) {
  const auto now = Clock::now();
  if (asked == std::chrono::system_clock::time_point::max()) return now + kUsualDeadline;
  const auto left = asked - std::chrono::system_clock::now();
  return now + std::min<Clock::duration>(left, kLongestDeadline);
}

// A caller's own id is used if it can be printed as it is.
std::string request_id(const grpc::CallbackServerContext& context, CallDesk& desk) {
  const auto found = context.client_metadata().find(kRequestIdHeader);
  if (found == context.client_metadata().end()) return desk.new_request_id();
  const std::string id{found->second.data(), found->second.size()};
  const bool printable =
      std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 127; });
  return printable && !id.empty() && id.size() <= kRequestIdMax ? id : desk.new_request_id();
}

}  // namespace

CallDesk::CallDesk(core::Log& log, CallStats& stats, LogPolicy policy)
    : log_{log},
      stats_{stats},
      policy_{policy},
      sampled_every_{policy.sample > 1e-9 ? static_cast<std::uint64_t>(1.0 / policy.sample) : 0},
      process_{std::random_device{}()} {}

bool CallDesk::admit(Method method) noexcept {
  ++in_flight_;  // before the look: whoever closes the desk sees this call, or it sees the closing
  if (closed_) {
    --in_flight_;
    return false;
  }
  stats_.count_start(method);
  return true;
}

void CallDesk::count_end(Method method, int code, Clock::duration took) noexcept {
  stats_.count_end(method, code, took);
}

std::string CallDesk::new_request_id() {
  std::array<char, 32> buffer{};
  const auto number = calls_.fetch_add(1, std::memory_order_relaxed);
  const int size = std::snprintf(buffer.data(), buffer.size(), "%08llx-%llx",
                                 static_cast<unsigned long long>(process_),
                                 static_cast<unsigned long long>(number));
  return {buffer.data(), static_cast<std::size_t>(size)};
}

bool CallDesk::worth_a_line(bool failed, Clock::duration took) {
  if (failed || took >= policy_.slow_call || log_.wants(core::Level::kDebug)) return true;
  if (sampled_every_ == 0) return false;
  return quick_calls_.fetch_add(1, std::memory_order_relaxed) % sampled_every_ == 0;
}

Call::Call(CallDesk& desk, Method method, grpc::CallbackServerContext& context, std::string symbol)
    : desk_{desk},
      method_{method},
      admitted_{desk.admit(method)},
      began_{Clock::now()},
      deadline_{granted(context.deadline())},
      request_id_{request_id(context, desk)},
      peer_{context.peer()},
      symbol_{std::move(symbol)} {
  context.AddInitialMetadata(kRequestIdHeader, request_id_);
}

void Call::leave() noexcept {
  if (admitted_) desk_.leave();
}

void Call::end(const grpc::Status& status, const std::string& provider) {
  if (!admitted_) return;
  const auto took = Clock::now() - began_;
  desk_.count_end(method_, status.error_code(), took);
  if (!desk_.worth_a_line(!status.ok(), took)) return;
  const auto name = CallStats::name_of(method_);
  const auto ms = std::chrono::duration<double, std::milli>(took).count();
  desk_.log().write(status.ok() ? core::Level::kInfo : core::Level::kWarning, "call",
                    {{"request_id", request_id_},
                     {"method", name.method},
                     {"peer", peer_},
                     {"symbol", symbol_},
                     {"provider", provider},
                     {"code", code_name(status.error_code())},
                     {"ms", ms},
                     {"message", status.error_message()}});
}

}  // namespace tidegate::service
