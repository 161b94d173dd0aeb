#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace tidegate::service {

enum class Method {
  kGetCapitalFlow,
  kGetCapitalDistribution,
  kGetLatestKlines,
  kListKlines,
  kResolveInstrument,
  kGetStatus,
};

struct MethodName {
  std::string_view service;
  std::string_view method;
};

// As the usual metrics spell it: `OK`, `NotFound`.
std::string_view code_name(int code) noexcept;

// Counted by gRPC's workers and the lanes, read by whoever wants figures.
class CallStats {
 public:
  static constexpr std::size_t kMethods = 6;
  static constexpr std::size_t kCodes = 17;
  static constexpr std::array<double, 12> kLatencyBounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                         0.1,   0.25,   0.5,   1.0,  2.5,   10.0};

  struct Figures {
    std::atomic<std::uint64_t> started{0};
    std::array<std::atomic<std::uint64_t>, kCodes> handled{};
    std::array<std::atomic<std::uint64_t>, kLatencyBounds.size() + 1> latencies{};
    std::atomic<std::uint64_t> latency_sum_us{0};
  };

  static const std::array<MethodName, kMethods>& names() noexcept;
  static MethodName name_of(Method method) noexcept {
    return names()[static_cast<std::size_t>(method)];
  }

  void count_start(Method method) noexcept;
  void count_end(Method method, int code, std::chrono::steady_clock::duration took) noexcept;

  const Figures& figures(std::size_t method) const noexcept { return figures_[method]; }

 private:
  std::array<Figures, kMethods> figures_;
};

}  // namespace tidegate::service
