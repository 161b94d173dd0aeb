#include "tests/simulators/configuration.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <boost/json.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidegate::simulators {
namespace {

// Plain where YAML's flow style allows it, quoted where a character might mean something.
std::string yaml(const std::string& text) {
  const bool plain = std::ranges::all_of(text, [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
           (each >= '0' && each <= '9') || each == '/' || each == '.' || each == '_' || each == '-';
  });
  return plain ? text : boost::json::serialize(boost::json::value(text));
}

}  // namespace

void write_key(const SandboxOptions& options) {
  const auto file = options.directory / "tickdb.key";
  const auto sorry = std::runtime_error{"cannot write " + file.string()};
  // A new file, so that the mode holds from the first byte on.
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0) throw sorry;
  const std::string text = options.tickdb_key + "\n";
  const auto written = ::write(handle, text.data(), text.size());
  const bool closed = ::close(handle) == 0;
  if (!closed || written != static_cast<ssize_t>(text.size())) throw sorry;
}

void write_config(const std::filesystem::path& file, const SandboxOptions& options,
                  const Sandbox& sandbox) {
  std::ofstream stream{file, std::ios::trunc};
  stream << "# For the sandbox that wrote this file; good for as long as it runs.\n"
         << "grpc:  { listen: 127.0.0.1:50051 }\n"
         << "admin: { listen: 127.0.0.1:8080 }\n"
         << "providers:\n"
         << "  tickdb: { base_url: " << sandbox.tickdb_url()
         << ", api_key_file: " << yaml((options.directory / "tickdb.key").string())
         << ", ca_file: " << yaml(sandbox.ca_file().string())
         << ", requests_per_minute: " << options.requests_per_minute << " }\n";
  stream.close();
  if (!stream) throw std::runtime_error{"cannot write " + file.string()};
}

std::string ready_line(const Sandbox& sandbox) {
  const boost::json::object line{
      {"ready", true},
      {"tickdb_url", sandbox.tickdb_url()},
      {"ca_file", sandbox.ca_file().string()},
      {"control", "http://127.0.0.1:" + std::to_string(sandbox.control_port())},
  };
  return boost::json::serialize(line);
}

}  // namespace tidegate::simulators
