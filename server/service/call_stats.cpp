#include "service/call_stats.hpp"

namespace tidegate::service {
namespace {

constexpr std::string_view kMarketData = "tidegate.v1.MarketDataService";
constexpr std::string_view kStatus = "tidegate.v1.StatusService";

}  // namespace

std::string_view code_name(int code) noexcept {
  constexpr std::array<std::string_view, CallStats::kCodes> kNames{
      "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
      "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
      "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
      "DataLoss", "Unauthenticated"};
  const auto index = static_cast<std::size_t>(code);
  return index < kNames.size() ? kNames[index] : "Unknown";
}

const std::array<MethodName, CallStats::kMethods>& CallStats::names() noexcept {
  static constexpr std::array<MethodName, kMethods> kNames{{{kMarketData, "GetCapitalFlow"},
                                                            {kMarketData, "GetCapitalDistribution"},
                                                            {kMarketData, "GetLatestKlines"},
                                                            {kMarketData, "ListKlines"},
                                                            {kMarketData, "ResolveInstrument"},
                                                            {kStatus, "GetStatus"}}};
  return kNames;
}

void CallStats::count_start(Method method) noexcept {
  figures_[static_cast<std::size_t>(method)].started.fetch_add(1, std::memory_order_relaxed);
}

void CallStats::count_end(Method method, int code,
                          std::chrono::steady_clock::duration took) noexcept {
  auto& figures = figures_[static_cast<std::size_t>(method)];
  const auto seconds = std::chrono::duration<double>(took).count();
  std::size_t bucket = 0;
  while (bucket < kLatencyBounds.size() && seconds > kLatencyBounds[bucket]) ++bucket;
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  figures.latencies[bucket].fetch_add(1, std::memory_order_relaxed);
  figures.latency_sum_us.fetch_add(static_cast<std::uint64_t>(us), std::memory_order_relaxed);
  figures.handled[static_cast<std::size_t>(code)].fetch_add(1, std::memory_order_relaxed);
}

}  // namespace tidegate::service
