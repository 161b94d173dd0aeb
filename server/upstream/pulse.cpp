#include "upstream/pulse.hpp"

#include <utility>

namespace tidegate::upstream {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

std::int64_t ms_of(core::Instant instant) {
  return instant.time_since_epoch().count();
}

std::optional<core::Instant> instant_of(std::int64_t ms, std::int64_t never) {
  if (ms == never) return std::nullopt;
  return core::Instant{std::chrono::milliseconds{ms}};
}

// A caller who waited so long in vain says something about the upstream, a hurried one nothing.
constexpr std::chrono::seconds kPatience{2};

// What speaks against the upstream itself, rather than against one question to it.
bool against_upstream(core::Fault fault) {
  return fault == core::Fault::kUpstreamUnavailable || fault == core::Fault::kUpstreamMalformed ||
         fault == core::Fault::kUpstreamCredential;
}

}  // namespace

void Pulse::count_answer(std::chrono::steady_clock::duration took, core::Instant now) {
  requests_.fetch_add(1, kRelaxed);
  count_latency(took);
  failures_in_a_row_.store(0, kRelaxed);
  last_contact_ms_.store(ms_of(now), kRelaxed);
}

void Pulse::count_failure(const core::Error& error, std::chrono::steady_clock::duration took,
                          core::Instant now) {
  requests_.fetch_add(1, kRelaxed);
  count_latency(took);
  failures_[static_cast<std::size_t>(error.fault)].fetch_add(1, kRelaxed);
  note_error(error, now);
  const bool hung = error.fault == core::Fault::kDeadlineExceeded;
  if (error.fault == core::Fault::kCancelled || (hung && took < kPatience)) return;
  if (!hung && !against_upstream(error.fault)) {
    // A refusal is an answer: whoever refused is there.
    failures_in_a_row_.store(0, kRelaxed);
    last_contact_ms_.store(ms_of(now), kRelaxed);
  } else if (error.fault == core::Fault::kUpstreamCredential) {
    failures_in_a_row_.store(kFailuresBeforeDown, kRelaxed);
  } else {
    failures_in_a_row_.fetch_add(1, kRelaxed);
  }
}

void Pulse::note_clock(core::Instant theirs, core::Instant ours) {
  skew_ms_.store((theirs - ours).count(), kRelaxed);
}

Pulse::State Pulse::state() const noexcept {
  if (requests() == 0) return State::kIdle;
  return failures_in_a_row_.load(kRelaxed) >= kFailuresBeforeDown ? State::kFailing : State::kLive;
}

std::optional<core::Instant> Pulse::last_contact() const noexcept {
  return instant_of(last_contact_ms_.load(kRelaxed), kNever);
}

void Pulse::note_error(const core::Error& error, core::Instant now) {
  const auto code = error.metadata.find("upstream_code");
  LastError last{error.fault, error.message, code == error.metadata.end() ? "" : code->second, now};
  const std::scoped_lock lock{last_error_mutex_};
  last_error_ = std::move(last);
}

std::optional<Pulse::LastError> Pulse::last_error() const {
  const std::scoped_lock lock{last_error_mutex_};
  return last_error_;
}

std::optional<std::chrono::milliseconds> Pulse::clock_skew() const noexcept {
  const auto skew = skew_ms_.load(kRelaxed);
  if (skew == kNever) return std::nullopt;
  return std::chrono::milliseconds{skew};
}

std::uint64_t Pulse::failures(core::Fault fault) const noexcept {
  return failures_[static_cast<std::size_t>(fault)].load(kRelaxed);
}

std::uint64_t Pulse::failures() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& each : failures_) sum += each.load(kRelaxed);
  return sum;
}

std::uint64_t Pulse::latency_count(std::size_t bucket) const noexcept {
  return latencies_[bucket].load(kRelaxed);
}

double Pulse::latency_sum_seconds() const noexcept {
  return std::chrono::duration<double>(std::chrono::microseconds{latency_sum_us_.load(kRelaxed)})
      .count();
}

void Pulse::count_latency(std::chrono::steady_clock::duration took) {
  const auto seconds = std::chrono::duration<double>(took).count();
  std::size_t bucket = 0;
  while (bucket < kLatencyBounds.size() && seconds > kLatencyBounds[bucket]) ++bucket;
  latencies_[bucket].fetch_add(1, kRelaxed);
  latency_sum_us_.fetch_add(std::chrono::duration_cast<std::chrono::microseconds>(took).count(),
                            kRelaxed);
}

}  // namespace tidegate::upstream
