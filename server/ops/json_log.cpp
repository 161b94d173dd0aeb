#include "ops/json_log.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/async.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/fmt/fmt.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

namespace tidegate::ops {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

unsigned byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

bool is_continuation(std::string_view text, std::size_t index) {
  return index < text.size() && (byte_at(text, index) & 0xC0U) == 0x80U;
}

// What the second byte may be is where overlong forms, surrogates and code points that do not
// exist are told from good ones.
bool is_second(unsigned lead, unsigned second) {
  switch (lead) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second <= 0x9F;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second <= 0x8F;
    default: return true;
  }
}

// How many bytes the character at the front takes; 0 where there is no valid UTF-8.
std::size_t character_bytes(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!is_continuation(text, i)) return 0;
  }
  return is_second(lead, byte_at(text, 1)) ? bytes : 0;
}

void append_character(std::string& line, std::string_view character) {
  switch (character.front()) {
    case '"': line += "\\\""; return;
    case '\\': line += "\\\\"; return;
    case '\n': line += "\\n"; return;
    case '\r': line += "\\r"; return;
    case '\t': line += "\\t"; return;
    default: break;
  }
  // DEL need not be escaped in JSON, but a terminal would act on it.
  if (const unsigned code = byte_at(character, 0); code < 0x20 || code == 0x7F) {
    fmt::format_to(std::back_inserter(line), "\\u{:04x}", code);
    return;
  }
  line += character;
}

void append_text(std::string& line, std::string_view text) {
  const bool cut = text.size() > JsonLog::kTextBytesMax;
  std::size_t room = cut ? JsonLog::kTextBytesMax : text.size();
  line += '"';
  while (room > 0) {
    const std::size_t bytes = character_bytes(text);
    if (bytes > room) break;  // a cut never splits a character
    if (bytes == 0) {
      line += kReplacement;
    } else {
      append_character(line, text.substr(0, bytes));
    }
    const std::size_t taken = bytes == 0 ? 1 : bytes;
    text.remove_prefix(taken);
    room -= taken;
  }
  if (cut) line += kEllipsis;
  line += '"';
}

template <class Number>
void append_number(std::string& line, Number number) {
  std::array<char, 32> digits{};  // the shortest form of any double takes 24
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  line.append(digits.data(), end);
}

struct ValueAppender {
  std::string& line;

  void operator()(std::string_view text) const { append_text(line, text); }
  void operator()(std::int64_t number) const { append_number(line, number); }
  void operator()(bool flag) const { line += flag ? "true" : "false"; }
  void operator()(double number) const {
    if (std::isfinite(number)) return append_number(line, number);
    line += "null";
  }
};

void append_time(std::string& line, std::chrono::system_clock::time_point now) {
  using namespace std::chrono;
  const auto day = floor<days>(now);
  const year_month_day date{day};
  const hh_mm_ss time{floor<microseconds>(now - day)};
  fmt::format_to(std::back_inserter(line), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(),
                 time.seconds().count(), time.subseconds().count());
}

std::string line_of(core::Level level, std::string_view event,
                    std::span<const core::Field> fields) {
  std::string line{R"({"time":")"};
  append_time(line, std::chrono::system_clock::now());
  line += R"(","level":")";
  line += level_name(level);
  line += R"(","event":)";
  append_text(line, event);
  for (const core::Field& field : fields) {
    line += ',';
    append_text(line, field.key);
    line += ':';
    std::visit(ValueAppender{line}, field.value);
  }
  line += "}\n";
  return line;
}

// The log's thread may wait for a slow reader of standard error; nobody waits for that thread.
void write_to_stderr(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    if (written >= 0) {
      line.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd ready{STDERR_FILENO, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      throw std::system_error{errno, std::system_category(), "standard error"};
    }
  }
}

// Signals are the main thread's business. Above all SIGPIPE: that nobody reads the log any more
// is no reason to stop serving.
void prepare_thread() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), "log");
}

class LineSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  LineSink(JsonLog::Sink write, spdlog::details::thread_pool& pool)
      : write_{std::move(write)}, pool_{pool} {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    tell_overruns();
    write_({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}

  void tell_overruns() {
    const auto overruns = static_cast<std::int64_t>(pool_.overrun_counter());
    if (overruns == told_) return;
    const core::Field missing{"dropped", overruns - told_};
    told_ = overruns;
    write_(line_of(core::Level::kWarning, "log_overrun", {&missing, 1}));
  }

  JsonLog::Sink write_;
  spdlog::details::thread_pool& pool_;
  std::int64_t told_ = 0;
};

}  // namespace

std::string_view level_name(core::Level level) noexcept {
  switch (level) {
    case core::Level::kDebug: return "debug";
    case core::Level::kInfo: return "info";
    case core::Level::kWarning: return "warning";
    case core::Level::kError: return "error";
  }
  return "error";
}

// spdlog's queue and thread, but not its registry: this log ends when its owner says so.
struct JsonLog::Machine {
  explicit Machine(Sink sink)
      : pool{std::make_shared<spdlog::details::thread_pool>(kQueueMax, 1, prepare_thread)},
        logger{std::make_shared<spdlog::async_logger>(
            "tidegate", std::make_shared<LineSink>(std::move(sink), *pool), pool,
            spdlog::async_overflow_policy::overrun_oldest)} {
    logger->set_error_handler([this](const std::string&) { ++refused; });
  }
  // Writes out the queue; the logger has to be there until that is done.
  ~Machine() { pool.reset(); }

  std::atomic<std::uint64_t> refused = 0;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

JsonLog::JsonLog(core::Level level) : JsonLog{level, write_to_stderr} {}

JsonLog::JsonLog(core::Level level, Sink sink)
    : level_{level}, machine_{std::make_unique<Machine>(std::move(sink))} {}

JsonLog::~JsonLog() = default;

bool JsonLog::wants(core::Level level) const noexcept {
  return level >= level_;
}

void JsonLog::write(core::Level level, std::string_view event,
                    std::span<const core::Field> fields) {
  if (!wants(level)) return;
  const std::string line = line_of(level, event, fields);
  machine_->logger->log(spdlog::level::info, spdlog::string_view_t{line.data(), line.size()});
}

std::uint64_t JsonLog::dropped() const {
  return machine_->pool->overrun_counter() + machine_->refused;
}

}  // namespace tidegate::ops
