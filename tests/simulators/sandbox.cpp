#include "tests/simulators/sandbox.hpp"

#include <fstream>
#include <stdexcept>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "tests/simulators/certificate.hpp"
#include "tests/simulators/clock.hpp"
#include "tests/simulators/control.hpp"
#include "tests/simulators/https_server.hpp"
#include "tests/simulators/tickdb/api.hpp"
#include "tests/simulators/tickdb/errors.hpp"

namespace tidegate::simulators {
namespace {

namespace asio = boost::asio;

SandboxOptions checked(SandboxOptions options) {
  const auto require = [](bool condition, const char* sentence) {
    if (!condition) throw std::runtime_error{sentence};
  };
  require(!options.directory.empty(), "the sandbox needs a directory");
  require(options.clock_speed > 0 && options.clock_speed <= 1e6,
          "the clock's speed must be above 0 and at most 1000000");
  boost::system::error_code error;
  asio::ip::make_address(options.address, error);
  require(!error, "the address must be an IP address");
  require(options.requests_per_minute > 0, "requests per minute must be above 0");
  require(options.keep_alive.count() > 0, "keep-alive must be above 0");
  require(!options.tickdb_key.empty(), "the key must not be empty");
  return options;
}

// A reader that looks while the file is being written must not see half of it.
void write_whole(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path draft = file.string() + ".new";
  std::ofstream stream{draft, std::ios::binary | std::ios::trunc};
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error{"cannot write " + draft.string()};
  std::filesystem::rename(draft, file);
}

std::optional<std::string> complaint(const Fault& fault) {
  if (auto general = complaint_about(fault)) return general;
  if (fault.kind == FaultKind::kTickDbCode && !tickdb::knows_code(fault.code)) {
    return "'" + fault.code + "' is not a code of TickDB's table";
  }
  return {};
}

Clock make_clock(const SandboxOptions& options) {
  const auto real = std::chrono::system_clock::now();
  const auto start = options.start_time ? Instant{*options.start_time}
                                        : std::chrono::floor<std::chrono::milliseconds>(real);
  return {start, options.clock_speed};
}

}  // namespace

struct Sandbox::Parts {
  explicit Parts(SandboxOptions given)
      : options{checked(std::move(given))},
        certificates{make_certificates({options.address})},
        clock{make_clock(options)},
        api{tickdb::ApiOptions{options.tickdb_key, options.requests_per_minute}, clock},
        server{context,
               HttpsServer::Options{options.address, options.tickdb_port, options.keep_alive},
               certificates, api, Surroundings{clock, faults, journal}},
        control{context, options.control_port, Surroundings{clock, faults, journal}, complaint} {
    std::filesystem::create_directories(options.directory);
    write_whole(options.directory / "ca.pem", certificates.authority);
    thread = std::thread{[this] { context.run(); }};
  }

  // Closing the sockets ends every coroutine, and the context runs out of work.
  ~Parts() {
    asio::post(context, [this] {
      server.stop();
      control.stop();
    });
    if (thread.joinable()) thread.join();
  }

  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  SandboxOptions options;
  Certificates certificates;
  Clock clock;
  FaultBox faults;
  Journal journal;
  tickdb::Api api;
  asio::io_context context{1};
  HttpsServer server;
  Control control;
  std::thread thread;
};

Sandbox::Sandbox(SandboxOptions options) : parts_{std::make_unique<Parts>(std::move(options))} {}
Sandbox::~Sandbox() = default;

std::string Sandbox::tickdb_url() const {
  std::string host = parts_->options.address;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return "https://" + host + ":" + std::to_string(tickdb_port());
}

std::filesystem::path Sandbox::ca_file() const {
  return parts_->options.directory / "ca.pem";
}
std::uint16_t Sandbox::tickdb_port() const {
  return parts_->server.port();
}
std::uint16_t Sandbox::control_port() const {
  return parts_->control.port();
}
Instant Sandbox::now() const {
  return parts_->clock.now();
}

void Sandbox::add_fault(Fault fault) {
  if (const auto sentence = complaint(fault)) throw std::invalid_argument{*sentence};
  parts_->faults.add(std::move(fault));
}

void Sandbox::clear_faults() {
  parts_->faults.clear();
}
Counters Sandbox::counters() const {
  return parts_->journal.counters();
}
void Sandbox::reset_counters() {
  parts_->journal.reset();
}
std::vector<std::string> Sandbox::last_requests() const {
  return parts_->journal.last_requests();
}

}  // namespace tidegate::simulators
