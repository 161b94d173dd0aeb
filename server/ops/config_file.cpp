#include "ops/config_file.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace tidegate::ops {
namespace {

constexpr std::size_t kAtOnceBytes = 64 << 10;

boost::system::error_code last_problem() {
  return {errno, boost::system::system_category()};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

boost::system::result<std::string> read_whole(const std::filesystem::path& file,
                                              std::size_t bytes_max) {
  const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (descriptor.number() < 0) return last_problem();
  std::string bytes(std::min(kAtOnceBytes, bytes_max + 1), '\0');
  std::size_t filled = 0;
  while (true) {
    const auto got = ::read(descriptor.number(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return last_problem();
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled > bytes_max) return make_error_code(boost::system::errc::file_too_large);
    if (filled == bytes.size()) bytes.resize(std::min(2 * filled, bytes_max + 1));
  }
  bytes.resize(filled);
  return {std::move(bytes)};
}

}  // namespace tidegate::ops
