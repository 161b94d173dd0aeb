#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tidegate::ops {

bool is_control(char each);

// Text from the file as an error may show it: cut, and without control characters.
std::string printable(std::string_view text);
std::string in_quotes(std::string_view text);

// The one of `words` that `word` was probably meant to be, if any is close.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> words);

// `a, b or c`.
std::string alternatives(std::span<const std::string_view> words);

struct Expansion {
  std::string text;
  std::string problem;  // empty: none
};

// `${NAME}` becomes what the environment says and `$$` becomes `$`; what was put in is not looked
// at again. The outcome is one line of bounded length.
Expansion expand(std::string_view written);

}  // namespace tidegate::ops
