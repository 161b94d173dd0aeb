#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tidegate::core {

// A credential. It has no way to be printed, and leaves nothing behind in memory.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_{std::move(text)} {}
  Secret(const Secret&) = default;
  // Copied and wiped: moving a short string would leave its letters behind.
  Secret(Secret&& other) noexcept {
    text_ = other.text_;
    other.wipe();
  }
  Secret& operator=(const Secret&) = delete;
  Secret& operator=(Secret&&) = delete;
  ~Secret() { wipe(); }

  std::string_view reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

 private:
  void wipe() noexcept {
    // Through a volatile pointer: a plain fill of memory about to be freed is optimised away.
    volatile char* bytes = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = 0;
    text_.clear();
  }

  std::string text_;
};

}  // namespace tidegate::core
