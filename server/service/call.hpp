#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include <grpcpp/server_context.h>

#include "core/log.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "service/call_stats.hpp"

namespace tidegate::service {

// When a finished call is worth a line: always if it failed or was slow, else one in so many.
struct LogPolicy {
  std::chrono::milliseconds slow_call{1'000};
  double sample = 0.01;
};

// What every call shares.
class CallDesk {
 public:
  CallDesk(core::Log& log, CallStats& stats, LogPolicy policy);

  core::Log& log() noexcept { return log_; }
  // Whether one more call may begin: not once the desk is closed.
  bool admit(Method method) noexcept;
  void count_end(Method method, int code, std::chrono::steady_clock::duration took) noexcept;
  void close() noexcept { closed_ = true; }
  void leave() noexcept { --in_flight_; }
  // Calls admitted whose answers have not left yet.
  int in_flight() const noexcept { return in_flight_; }

  std::string new_request_id();
  bool worth_a_line(bool failed, std::chrono::steady_clock::duration took);

 private:
  core::Log& log_;
  CallStats& stats_;
  LogPolicy policy_;
  std::uint64_t sampled_every_;
  std::uint64_t process_;  // random, so that ids of two processes differ
  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::uint64_t> quick_calls_{0};
  std::atomic<int> in_flight_{0};
  std::atomic<bool> closed_{false};
};

// One call from its arrival to its end: its name in logs, its place in the figures, its deadline.
class Call {
 public:
  Call(CallDesk& desk, Method method, grpc::CallbackServerContext& context, std::string symbol);

  // A deadline of the caller's, cut to what we grant; without one, a usual one.
  core::Deadline deadline() const noexcept { return deadline_; }
  bool is_late() const noexcept { return deadline_ <= began_; }
  // False: it came when the server was about to stop. It is turned away, and neither counted nor
  // logged: for whoever looks at calls, it did not happen.
  bool is_admitted() const noexcept { return admitted_; }

  // Its answer has left: the server may stop without it.
  void leave() noexcept;

  // Counts and logs, once.
  void end(const grpc::Status& status, const std::string& provider);

 private:
  CallDesk& desk_;
  Method method_;
  bool admitted_;
  std::chrono::steady_clock::time_point began_;
  core::Deadline deadline_;
  std::string request_id_;
  std::string peer_;
  std::string symbol_;
};

}  // namespace tidegate::service
