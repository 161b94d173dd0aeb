#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

namespace tidegate::core {

enum class Level { kDebug, kInfo, kWarning, kError };

struct Field {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

// Where every room leaves what a person should read later. Any thread may write; none waits.
class Log {
 public:
  virtual ~Log() = default;
  virtual bool wants(Level level) const noexcept = 0;
  virtual void write(Level level, std::string_view event, std::span<const Field> fields) = 0;

  void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    write(level, event, std::span<const Field>{fields.begin(), fields.size()});
  }
};

}  // namespace tidegate::core
