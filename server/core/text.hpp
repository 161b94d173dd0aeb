#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tidegate::core {

// At most `size_max` bytes of a text, never half a UTF-8 character.
std::string cut(std::string_view text, std::size_t size_max);

}  // namespace tidegate::core
