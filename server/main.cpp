#include <cstdio>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>

#include "app/application.hpp"
#include "ops/config.hpp"
#include "ops/json_log.hpp"
#include "service/status_service.hpp"

namespace {

using tidegate::core::Error;

int fail(const Error& error) {
  std::fprintf(stderr, "tidegate-server: %s\n", error.message.c_str());
  return 1;
}

int serve(const tidegate::ops::Config& config) {
  tidegate::ops::JsonLog log{config.log_level};
  auto application = tidegate::app::Application::create(config, log);
  if (!application) return fail(application.error());
  (*application)->stop_on_signals();
  (*application)->run();
  return 0;
}

int run(int argc, char** argv) {
  CLI::App arguments{
      "One gRPC API for capital flow, capital distribution and k-lines of several providers."};
  std::string file;
  bool check = false;
  bool version = false;
  arguments.add_option("--config", file, "YAML file: where to listen, which providers, which keys")
      ->type_name("FILE");
  arguments.add_flag("--check-config", check, "Read the file, say what is in force, and end");
  arguments.add_flag("--version", version, "Say the version, and end");
  arguments.footer(
      "A file that is enough:\n"
      "  providers:\n"
      "    tickdb: { api_key_file: /run/secrets/tickdb }\n\n"
      "Every value may be ${NAME} of the environment. HTTPS_PROXY and NO_PROXY are honoured.\n"
      "SIGTERM drains: health says no, accepted calls end, exit code 0. A second signal ends at "
      "once.\n"
      "Admin pages: /livez /readyz /metrics /version.");
  CLI11_PARSE(arguments, argc, argv);
  if (version) {
    std::printf("tidegate-server %s\n", tidegate::service::version().c_str());
    return 0;
  }
  if (file.empty()) {
    std::fprintf(stderr,
                 "tidegate-server: --config FILE is needed; --help shows one that is enough\n");
    return 2;
  }
  const auto config = tidegate::ops::read_config(file);
  if (!config) return fail(config.error());
  if (check) {
    std::fputs(tidegate::ops::describe(*config).c_str(), stdout);
    return 0;
  }
  return serve(*config);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "tidegate-server: %s\n", unexpected.what());
    return 1;
  }
}
