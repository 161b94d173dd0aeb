#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::net {

// Nothing where the bytes are not gzip, end early, or would grow beyond `size_max`.
std::optional<std::string> gunzip(std::string_view packed, std::size_t size_max);

}  // namespace tidegate::net
