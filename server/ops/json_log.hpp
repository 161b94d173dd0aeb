#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "core/log.hpp"

namespace tidegate::ops {

// `debug`, `info`, `warning` or `error`: as configuration spells it and as the log prints it.
std::string_view level_name(core::Level level) noexcept;

// One JSON object per line: `time` (UTC, microseconds), `level`, `event`, then the fields in their
// order. Writers only put a line in a bounded queue; a thread of the log's own empties it. When the
// queue is full the oldest line makes room, and the next line to come out is preceded by a warning
// `log_overrun` that says how many are missing. Destruction writes what is still queued.
class JsonLog final : public core::Log {
 public:
  // Takes a finished line, newline included; always on the log's thread. One that throws has lost
  // the line.
  using Sink = std::function<void(std::string_view line)>;

  static constexpr std::size_t kQueueMax = 8192;
  static constexpr std::size_t kTextBytesMax = 1024;  // longer strings are cut, with an ellipsis

  explicit JsonLog(core::Level level);  // to standard error
  JsonLog(core::Level level, Sink sink);
  JsonLog(const JsonLog&) = delete;
  JsonLog& operator=(const JsonLog&) = delete;
  ~JsonLog() override;

  bool wants(core::Level level) const noexcept override;
  using core::Log::write;
  void write(core::Level level, std::string_view event,
             std::span<const core::Field> fields) override;

  // Lines that never reached the sink: overrun in the queue, or refused by the sink.
  std::uint64_t dropped() const;

 private:
  struct Machine;

  core::Level level_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace tidegate::ops
