#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include <boost/system/result.hpp>

namespace tidegate::ops {

// Everything in a file, or the system's reason why not; `file_too_large` above `bytes_max`. Up to
// 64 KiB are never copied on the way, so that a caller who wipes them has wiped them all.
boost::system::result<std::string> read_whole(const std::filesystem::path& file,
                                              std::size_t bytes_max);

}  // namespace tidegate::ops
