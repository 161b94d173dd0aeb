#include "tests/simulators/journal.hpp"

#include <utility>

namespace tidegate::simulators {
namespace {

constexpr std::size_t kLinesMax = 64;
constexpr std::size_t kPathsMax = 256;  // a client that invents paths must not fill the memory

}  // namespace

void Journal::connected() {
  std::scoped_lock lock{mutex_};
  ++counters_.connections;
  ++counters_.open_connections;
}

void Journal::disconnected() {
  std::scoped_lock lock{mutex_};
  --counters_.open_connections;
}

void Journal::turned_away() {
  std::scoped_lock lock{mutex_};
  ++counters_.connections;
}

void Journal::shook_hands(bool resumed) {
  std::scoped_lock lock{mutex_};
  ++counters_.tls_handshakes;
  if (resumed) ++counters_.resumed_sessions;
}

void Journal::asked(std::string_view path, std::string line) {
  std::scoped_lock lock{mutex_};
  ++counters_.requests;
  auto& paths = counters_.requests_by_path;
  std::string name{path};
  if (paths.size() >= kPathsMax && !paths.contains(name)) name = "(other)";
  ++paths[name];
  if (lines_.size() == kLinesMax) lines_.pop_front();
  lines_.push_back(std::move(line));
}

void Journal::refused() {
  std::scoped_lock lock{mutex_};
  ++counters_.refused;
}

Counters Journal::counters() const {
  std::scoped_lock lock{mutex_};
  return counters_;
}

void Journal::reset() {
  std::scoped_lock lock{mutex_};
  const auto open = counters_.open_connections;
  counters_ = {};
  counters_.open_connections = open;
}

std::vector<std::string> Journal::last_requests() const {
  std::scoped_lock lock{mutex_};
  return {lines_.begin(), lines_.end()};
}

}  // namespace tidegate::simulators
