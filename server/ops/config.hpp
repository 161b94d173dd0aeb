#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/decimal.hpp"
#include "core/log.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace tidegate::ops {

// A TCP address to listen on or to call.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
};

struct TickDbConfig {
  std::string base_url = "https://api.tickdb.ai";
  core::Secret api_key;
  std::string ca_file;  // empty: the system's authorities
  int requests_per_minute = 60;
  // What one published unit of capital flow is worth in currency units, by market ("HK", "US",
  // "CN"). The provider does not say; an operator who has checked may.
  std::map<std::string, core::Decimal, std::less<>> amount_scale;
};

struct ValueScanConfig {
  std::string base_url = "https://api.valuescan.io/api";
  core::Secret api_key;
  core::Secret secret_key;
  std::string ca_file;
};

struct OpenDConfig {
  Endpoint address{"127.0.0.1", 11111};
  std::string rsa_key_file;
};

struct Config {
  Endpoint grpc_listen{"127.0.0.1", 50051};
  Endpoint admin_listen{"127.0.0.1", 8080};
  // Between "health says no" and "no new calls": long enough for load balancers to look away.
  std::chrono::milliseconds shutdown_delay{0};
  // How long accepted calls may still run after that.
  std::chrono::milliseconds shutdown_grace{20'000};
  core::Level log_level = core::Level::kInfo;
  std::chrono::milliseconds log_slow_call{1'000};
  double log_sample = 0.01;  // share of the quick and successful calls that are logged
  std::optional<TickDbConfig> tickdb;
  std::optional<ValueScanConfig> valuescan;
  std::optional<OpenDConfig> opend;
};

// Reads and checks the whole file; credentials are read from the files it names. Every error says
// file, line, what is wrong and what would be right.
core::Result<Config> read_config(const std::filesystem::path& file);

// The same from text, for tests and for what is not a file; `name` stands for the file in errors.
core::Result<Config> parse_config(std::string_view text, const std::filesystem::path& name);

// One `key: value` line per setting in force, credentials masked.
std::string describe(const Config& config);

}  // namespace tidegate::ops
