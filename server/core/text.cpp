#include "core/text.hpp"

namespace tidegate::core {

std::string cut(std::string_view text, std::size_t size_max) {
  if (text.size() <= size_max) return std::string{text};
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  while (size_max > 0 && continues(text[size_max])) --size_max;
  return std::string{text.substr(0, size_max)};
}

}  // namespace tidegate::core
