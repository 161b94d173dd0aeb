#pragma once

#include <cstdint>
#include <optional>

#include "tests/simulators/clock.hpp"
#include "tests/simulators/tickdb/sessions.hpp"
#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

// Prices and volumes are whole numbers of the product's units.
struct Bar {
  Instant time;  // where it starts
  std::int64_t open = 0;
  std::int64_t high = 0;
  std::int64_t low = 0;
  std::int64_t close = 0;
  std::int64_t volume = 0;
};

void absorb(Bar& bar, const Bar& next);  // a later bar becomes part of an earlier one

// After a minute ends, its figures are still a little off for this long.
constexpr std::chrono::milliseconds kSettling{3000};

// One trading day of one product. Open, high, low, close and volume of the day come from its date
// alone; its minutes are a path between them that touches the high and the low and uses up the
// volume. So a day is known without its minutes, any minute without the others, and bars of all
// sizes agree.
class DayFigures {
 public:
  DayFigures(const Product& product, Day day);

  Instant midnight() const { return midnight_; }
  int slots() const { return slots_; }
  Instant begin(int slot) const;
  Instant begin() const { return begin(0); }
  Instant settled() const { return begin(slots_ - 1) + std::chrono::minutes{1} + kSettling; }

  Bar whole() const;                       // of a day that is over
  Bar minute(int slot) const;              // of a minute that is over
  Bar stretch(int first, int last) const;  // of the minutes [first, last), all of them over

  // The minute as it looks at `now`: nothing yet, forming, not yet settled, or final.
  std::optional<Bar> minute_at(int slot, Instant now) const;

  std::int64_t volume_before(int slot) const;  // of the slots before this one

 private:
  void choose_range();
  void place_extremes();
  std::int64_t edge(int slot) const;  // the price at the beginning of a slot
  std::int64_t snap(double price) const;
  std::int64_t clamped(double price) const;
  Bar drawn(int slot, std::int64_t from, std::int64_t to) const;
  Bar forming(int slot, double part) const;
  Bar unsettled(int slot) const;
  double share_before(int slot) const;

  const Product& product_;
  std::uint64_t seed_;
  Instant midnight_;
  int slots_;
  std::int64_t open_ = 0;
  std::int64_t high_ = 0;
  std::int64_t low_ = 0;
  std::int64_t close_ = 0;
  std::int64_t volume_ = 0;
  // Where the path must pass: the beginning, the extremes in their order, the end.
  struct Anchor {
    int slot = 0;
    std::int64_t price = 0;
  };
  Anchor anchors_[4];
};

}  // namespace tidegate::simulators::tickdb
