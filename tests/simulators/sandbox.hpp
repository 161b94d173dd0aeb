#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulators/faults.hpp"
#include "tests/simulators/journal.hpp"

namespace tidegate::simulators {

struct SandboxOptions {
  std::filesystem::path directory = {};  // where ca.pem is written; made when it does not exist
  std::string address = "127.0.0.1";
  std::uint16_t tickdb_port = 0;                            // 0: any free port
  std::uint16_t control_port = 0;                           // always on 127.0.0.1
  double clock_speed = 1.0;                                 // simulated seconds per real second
  std::optional<std::chrono::sys_seconds> start_time = {};  // simulated start; default: now
  std::string tickdb_key = "sandbox-key";
  int requests_per_minute = 600;                // TickDB's limit for the key, per real minute
  std::chrono::milliseconds keep_alive{15000};  // idle time after which a kept connection is closed
};

// The simulated providers, on one thread of their own. Every member may be called on any thread.
class Sandbox {
 public:
  // Listens when it returns. Throws std::runtime_error with a sentence when it cannot.
  explicit Sandbox(SandboxOptions options);
  ~Sandbox();  // stops and joins
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  std::string tickdb_url() const;  // https://127.0.0.1:PORT
  std::filesystem::path ca_file() const;
  std::uint16_t tickdb_port() const;
  std::uint16_t control_port() const;
  std::chrono::sys_time<std::chrono::milliseconds> now() const;  // the simulated clock

  // Throws std::invalid_argument with a sentence when the fault cannot be served.
  void add_fault(Fault fault);
  void clear_faults();
  Counters counters() const;
  void reset_counters();
  // Request lines and the names of the headers seen (never a key), newest last, at most 64.
  std::vector<std::string> last_requests() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace tidegate::simulators
