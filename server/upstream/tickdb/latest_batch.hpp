#pragma once

#include <deque>
#include <vector>

#include "core/kline.hpp"
#include "upstream/tickdb/wire.hpp"

namespace tidegate::upstream::tickdb {

// Decides how to ask for many latest bars so that a bad symbol hurts only itself. The provider may
// drop bad ones silently or refuse the whole request because of one: what is missing is asked for
// alone, what is refused is asked for in halves. No I/O: ask next(), perform it, report, until
// done().
class LatestBatch {
 public:
  struct Group {
    std::vector<core::Instrument> instruments;
    core::Interval interval;
  };

  explicit LatestBatch(core::LatestQuery query);

  bool done() const noexcept { return groups_.empty(); }
  const Group& next() const { return groups_.front(); }
  void on_series(std::vector<KlineSeries> series, core::Instant provider_now);
  void on_error(const core::Error& error);

  // An error only where the provider was the reason for every one.
  core::Result<core::LatestKlines> take();

 private:
  void settle(const core::Instrument& instrument, const core::Result<core::LatestKline>& result);
  void give_up(const core::Error& error);
  void ask_alone(const core::Instrument& instrument);

  core::LatestQuery query_;
  std::deque<Group> groups_;
  std::vector<std::optional<core::Result<core::LatestKline>>> results_;
  std::optional<core::Error> refused_;
  int single_requests_ = 0;
  int halvings_ = 0;
};

}  // namespace tidegate::upstream::tickdb
