#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidegate::upstream {

// How an upstream is doing, for status, health and metrics. Written on its lane, read anywhere.
class Pulse {
 public:
  static constexpr int kFailuresBeforeDown = 3;
  static constexpr std::array<double, 11> kLatencyBounds{
      0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};  // seconds

  enum class State { kIdle, kLive, kFailing };

  struct LastError {
    core::Fault fault;
    std::string message;
    std::string upstream_code;
    core::Instant when;
  };

  void count_answer(std::chrono::steady_clock::duration took, core::Instant now);
  void count_failure(const core::Error& error, std::chrono::steady_clock::duration took,
                     core::Instant now);
  void note_clock(core::Instant theirs, core::Instant ours);

  // Failing: the last kFailuresBeforeDown requests in a row, or a refused credential.
  State state() const noexcept;
  std::optional<core::Instant> last_contact() const noexcept;
  std::optional<LastError> last_error() const;
  std::optional<std::chrono::milliseconds> clock_skew() const noexcept;
  std::uint64_t requests() const noexcept { return requests_.load(std::memory_order_relaxed); }
  std::uint64_t failures(core::Fault fault) const noexcept;
  std::uint64_t failures() const noexcept;
  std::uint64_t latency_count(std::size_t bucket) const noexcept;  // the last one: above all bounds
  double latency_sum_seconds() const noexcept;

 private:
  static constexpr std::size_t kFaults = static_cast<std::size_t>(core::Fault::kCancelled) + 1;
  static constexpr std::int64_t kNever = INT64_MIN;

  void note_error(const core::Error& error, core::Instant now);
  void count_latency(std::chrono::steady_clock::duration took);

  std::atomic<std::uint64_t> requests_{0};
  std::array<std::atomic<std::uint64_t>, kFaults> failures_{};
  std::array<std::atomic<std::uint64_t>, kLatencyBounds.size() + 1> latencies_{};
  std::atomic<std::int64_t> latency_sum_us_{0};
  std::atomic<std::int64_t> last_contact_ms_{kNever};
  mutable std::mutex last_error_mutex_;  // failures are rare enough for one
  std::optional<LastError> last_error_;
  std::atomic<std::int64_t> skew_ms_{kNever};
  std::atomic<int> failures_in_a_row_{0};
};

}  // namespace tidegate::upstream
