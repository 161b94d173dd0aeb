#include "net/limiter.hpp"

#include <algorithm>

namespace tidegate::net {

std::optional<RollingWindow::Duration> RollingWindow::reserve(TimePoint now) {
  forget(now);
  const bool full = events_.size() >= limit_;
  const auto possible = full ? std::max(held_until_, events_.front() + window_) : held_until_;
  if (possible > now) return possible - now;
  events_.push_back(now);
  return std::nullopt;
}

void RollingWindow::hold_until(TimePoint moment) {
  held_until_ = std::max(held_until_, moment);
}

std::size_t RollingWindow::used(TimePoint now) {
  forget(now);
  return events_.size();
}

void RollingWindow::forget(TimePoint now) {
  while (!events_.empty() && events_.front() + window_ <= now) events_.pop_front();
}

}  // namespace tidegate::net
