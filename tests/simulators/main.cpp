#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>
#include <pthread.h>

#include "tests/simulators/configuration.hpp"
#include "tests/simulators/sandbox.hpp"
#include "tests/simulators/time_text.hpp"

namespace {

namespace simulators = tidegate::simulators;

constexpr const char* kAbout =
    "tidegate-sandbox: a stand-in for TickDB that refuses what TickDB would refuse.\n\n"
    "Serves the provider's HTTPS API with made-up but consistent figures, for development and\n"
    "tests. It makes its own certificate authority at every start and writes DIRECTORY/ca.pem and\n"
    "DIRECTORY/tickdb.key. When it listens it prints one line of JSON on standard output that "
    "says\n"
    "where; SIGTERM or SIGINT ends it. The control port takes faults and shows counters (see the\n"
    "README beside the sources).\n";

constexpr const char* kExamples =
    "\nExamples:\n"
    "  tidegate-sandbox --directory /tmp/sandbox --write-config /tmp/sandbox/tidegate.yaml\n"
    "  tidegate-sandbox --directory /tmp/sandbox --start-time 2026-03-12T09:29:50+08:00 \\\n"
    "                   --clock-speed 60\n"
    "\nKeys: KEY is a Professional one; KEY-free, KEY-expired and KEY-noplan behave as they say.";

struct Arguments {
  simulators::SandboxOptions options;
  std::string start_time;
  std::filesystem::path config;
};

void declare(CLI::App& app, Arguments& arguments) {
  auto& options = arguments.options;
  app.footer(kExamples);
  app.add_option("--directory", options.directory, "Where ca.pem and tickdb.key are written")
      ->required();
  app.add_option("--address", options.address, "IP address to listen on")->capture_default_str();
  app.add_option("--tickdb-port", options.tickdb_port, "Port of the simulated TickDB; 0: any");
  app.add_option("--control-port", options.control_port, "Port of the control API; 0: any");
  app.add_option("--clock-speed", options.clock_speed, "Simulated seconds per real second")
      ->capture_default_str();
  app.add_option("--start-time", arguments.start_time,
                 "Simulated time at the start, RFC 3339 (default: now)");
  app.add_option("--tickdb-key", options.tickdb_key, "The key that is accepted")
      ->capture_default_str();
  app.add_option("--requests-per-minute", options.requests_per_minute,
                 "Requests that the key may make in a (real) minute")
      ->capture_default_str();
  app.add_option("--write-config", arguments.config,
                 "Write a tidegate-server configuration for this sandbox to FILE")
      ->type_name("FILE");
}

// Blocked in every thread, so that only the wait below sees them.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void run(Arguments arguments) {
  const sigset_t signals = block_signals();
  auto& options = arguments.options;
  if (!arguments.start_time.empty()) {
    options.start_time = simulators::parse_rfc3339(arguments.start_time);
    if (!options.start_time) {
      throw std::runtime_error{"--start-time must look like 2026-03-12T09:29:50+08:00"};
    }
  }
  options.directory = std::filesystem::absolute(options.directory).lexically_normal();
  const simulators::Sandbox sandbox{options};
  simulators::write_key(options);
  if (!arguments.config.empty()) simulators::write_config(arguments.config, options, sandbox);
  std::cout << simulators::ready_line(sandbox) << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{kAbout, "tidegate-sandbox"};
  Arguments arguments;
  declare(app, arguments);
  CLI11_PARSE(app, argc, argv);
  try {
    run(std::move(arguments));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "tidegate-sandbox: " << error.what() << '\n';
    return 1;
  }
}
