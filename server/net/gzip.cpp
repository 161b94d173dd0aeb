#include "net/gzip.hpp"

#include <array>
#include <memory>

#include <zlib.h>

namespace tidegate::net {

std::optional<std::string> gunzip(std::string_view packed, std::size_t size_max) {
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  constexpr std::size_t kStep = std::size_t{64} * 1024;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return std::nullopt;
  const std::unique_ptr<z_stream, int (*)(z_stream*)> ending{&stream, inflateEnd};
  std::string input{packed};  // zlib's interface wants to be able to write here
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::string output;
  std::array<char, kStep> step{};
  for (int state = Z_OK; state != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(step.data());
    stream.avail_out = static_cast<uInt>(step.size());
    state = inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return std::nullopt;
    output.append(step.data(), step.size() - stream.avail_out);
    if (output.size() > size_max) return std::nullopt;
  }
  return output;
}

}  // namespace tidegate::net
