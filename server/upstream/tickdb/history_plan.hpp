#pragma once

#include <chrono>
#include <optional>

#include "core/kline.hpp"

namespace tidegate::upstream::tickdb {

// Decides what to ask so that a page of history is complete, whatever the provider does with what
// it does not document: which end of a full answer it cuts, and whether the ends of a range are
// inside it. It asks for windows that cannot be full, a little wider than needed, newest first,
// and filters. No I/O: ask next(), perform it, report on_klines(), until done().
class HistoryPlan {
 public:
  struct Step {
    std::optional<core::Instant> start;  // both absent: the newest `limit` bars
    std::optional<core::Instant> end;
    int limit = 0;
  };

  HistoryPlan(const core::HistoryQuery& query, core::Instant now);

  bool done() const noexcept { return done_; }
  Step next() const;
  // `klines` in order, as the provider sent them; `provider_now` from the same answer.
  void on_klines(core::Klines klines, core::Instant provider_now);
  // The provider keeps less than the window reaches back to. False: nothing of what was asked for
  // is kept, and the refusal is the answer.
  bool on_range_refused();

  bool has_bars() const noexcept { return !collected_.empty(); }
  core::History take();

 private:
  using Span = std::chrono::milliseconds;

  core::Instant window_start() const;
  core::Instant oldest_wanted() const;
  Span surely_not_full() const;
  bool reaches_outside(const core::Klines& klines) const;
  void finish_step(const core::Klines& klines);
  void on_history_end();

  core::HistoryQuery query_;
  core::Klines collected_;
  core::Instant end_;  // exclusive: everything from here on is collected
  Span span_;
  Span margin_;
  Span silence_{0};
  int requests_ = 0;
  bool newest_first_step_;
  bool refused_ = false;
  bool history_ended_ = false;
  bool done_ = false;
};

}  // namespace tidegate::upstream::tickdb
