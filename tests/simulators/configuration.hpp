#pragma once

#include <filesystem>
#include <string>

#include "tests/simulators/sandbox.hpp"

namespace tidegate::simulators {

// What a client of this sandbox needs besides ca.pem. Each throws std::runtime_error when it
// cannot write.
void write_key(const SandboxOptions& options);  // tickdb.key in the directory, mode 0600
void write_config(const std::filesystem::path& file, const SandboxOptions& options,
                  const Sandbox& sandbox);  // YAML for tidegate-server

// One line of JSON that says the sandbox listens, and where.
std::string ready_line(const Sandbox& sandbox);

}  // namespace tidegate::simulators
