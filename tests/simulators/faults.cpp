#include "tests/simulators/faults.hpp"

#include <algorithm>
#include <array>

namespace tidegate::simulators {
namespace {

constexpr std::array<std::pair<FaultKind, std::string_view>, 16> kNames{{
    {FaultKind::kNone, "none"},
    {FaultKind::kDelay, "delay"},
    {FaultKind::kStatus, "status"},
    {FaultKind::kReply, "reply"},
    {FaultKind::kDropBeforeHeaders, "drop_before_headers"},
    {FaultKind::kDropInHeaders, "drop_in_headers"},
    {FaultKind::kDropInBody, "drop_in_body"},
    {FaultKind::kSlowDrip, "slow_drip"},
    {FaultKind::kTruncatedBody, "truncated_body"},
    {FaultKind::kNotJson, "not_json"},
    {FaultKind::kWrongTypes, "wrong_types"},
    {FaultKind::kHugeBody, "huge_body"},
    {FaultKind::kHugeHeaders, "huge_headers"},
    {FaultKind::kCloseIdle, "close_idle"},
    {FaultKind::kRefuseConnections, "refuse_connections"},
    {FaultKind::kTickDbCode, "tick_db_code"},
}};

bool breaks_the_header(std::string_view text) {
  return text.find_first_of("\r\n") != std::string_view::npos;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  for (const auto& [each, name] : kNames) {
    if (each == kind) return name;
  }
  return "none";
}

std::optional<FaultKind> fault_kind(std::string_view name) {
  for (const auto& [kind, each] : kNames) {
    if (each == name) return kind;
  }
  return {};
}

std::optional<std::string> complaint_about(const Fault& fault) {
  constexpr std::chrono::minutes kLongestDelay{10};
  if (fault.times == 0 || fault.times < -1) return "times must be -1 or at least 1";
  if (fault.delay < fault.delay.zero() || fault.delay > kLongestDelay) {
    return "delay must be between 0 and 600000 milliseconds";
  }
  if (fault.variant < 0 || fault.variant > 6) return "variant must be between 0 and 6";
  if (fault.status != 0 && (fault.status < 200 || fault.status > 599)) {
    return "status must be between 200 and 599";
  }
  if (fault.kind == FaultKind::kStatus && fault.status == 0) {
    return "a fault of kind status needs a status";
  }
  if (fault.kind == FaultKind::kTickDbCode && fault.code.empty()) {
    return "a fault of kind tick_db_code needs a code";
  }
  for (const auto& [name, value] : fault.headers) {
    if (name.empty() || name.find(':') != std::string::npos || breaks_the_header(name) ||
        breaks_the_header(value)) {
      return "a header's name or value cannot be sent";
    }
  }
  return {};
}

void FaultBox::add(Fault fault) {
  if (fault.kind == FaultKind::kNone) return;
  std::scoped_lock lock{mutex_};
  faults_.push_back(std::move(fault));
}

void FaultBox::clear() {
  std::scoped_lock lock{mutex_};
  faults_.clear();
}

template <class Matches>
std::optional<Fault> FaultBox::take_if(Matches matches) {
  std::scoped_lock lock{mutex_};
  const auto found = std::ranges::find_if(faults_, matches);
  if (found == faults_.end()) return {};
  Fault fault = *found;
  if (found->times > 0 && --found->times == 0) faults_.erase(found);
  return fault;
}

std::optional<Fault> FaultBox::take(std::string_view path, bool kept) {
  return take_if([path, kept](const Fault& each) {
    if (each.kind == FaultKind::kRefuseConnections) return false;
    if (each.kind == FaultKind::kCloseIdle && !kept) return false;
    return path.starts_with(each.path_prefix);
  });
}

bool FaultBox::take_refusal() {
  const auto refusal =
      take_if([](const Fault& each) { return each.kind == FaultKind::kRefuseConnections; });
  return refusal.has_value();
}

}  // namespace tidegate::simulators
