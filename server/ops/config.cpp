#include "ops/config.hpp"

#include <array>
#include <exception>
#include <utility>

#include "ops/config_file.hpp"
#include "ops/config_reader.hpp"
#include "ops/config_tree.hpp"
#include "ops/json_log.hpp"

namespace tidegate::ops {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFileBytesMax = 1 << 20;
constexpr std::array kLevels{core::Level::kDebug, core::Level::kInfo, core::Level::kWarning,
                             core::Level::kError};

// Port 0 lets the system choose one: tests want that, a caller cannot.
constexpr std::uint16_t kListenPortMin = 0;
constexpr std::uint16_t kCallPortMin = 1;

TickDbConfig read_tickdb(ConfigReader& in) {
  TickDbConfig tickdb{.api_key = in.secret("api_key_file"), .ca_file = {}, .amount_scale = {}};
  in.read("base_url", tickdb.base_url, https_url());
  in.pem_file("ca_file", tickdb.ca_file, "CERTIFICATE");
  in.read("requests_per_minute", tickdb.requests_per_minute, whole_number(1, 60'000));
  in.section("amount_scale", [&](ConfigReader& scales) {
    for (const char* market : {"HK", "US", "CN"}) {
      std::optional<core::Decimal> scale;
      scales.read(market, scale, positive_decimal());
      if (scale) tickdb.amount_scale.emplace(market, *scale);
    }
  });
  return tickdb;
}

ValueScanConfig read_valuescan(ConfigReader& in) {
  ValueScanConfig valuescan{.api_key = in.secret("api_key_file"),
                            .secret_key = in.secret("secret_key_file"),
                            .ca_file = {}};
  in.read("base_url", valuescan.base_url, https_url());
  in.pem_file("ca_file", valuescan.ca_file, "CERTIFICATE");
  return valuescan;
}

OpenDConfig read_opend(ConfigReader& in) {
  OpenDConfig opend;
  in.read("address", opend.address, address(kCallPortMin));
  in.pem_file("rsa_key_file", opend.rsa_key_file, "PRIVATE KEY");
  return opend;
}

void read_providers(ConfigReader& in, Config& config) {
  if (in.empty()) in.refuse("providers must name tickdb, valuescan or opend, at least one");
  in.section("tickdb", [&](ConfigReader& tickdb) { config.tickdb.emplace(read_tickdb(tickdb)); });
  in.section("valuescan",
             [&](ConfigReader& valuescan) { config.valuescan.emplace(read_valuescan(valuescan)); });
  in.section("opend", [&](ConfigReader& opend) { config.opend.emplace(read_opend(opend)); });
}

void read_log(ConfigReader& in, Config& config) {
  in.read("level", config.log_level, one_of<core::Level>(kLevels, level_name));
  in.read("slow_call", config.log_slow_call, duration(10min));
  in.read("sample", config.log_sample, share());
}

void read_all(ConfigReader& in, Config& config) {
  in.section("grpc", [&](ConfigReader& grpc) {
    grpc.read("listen", config.grpc_listen, address(kListenPortMin));
  });
  in.section("admin", [&](ConfigReader& admin) {
    admin.read("listen", config.admin_listen, address(kListenPortMin));
  });
  in.section("shutdown", [&](ConfigReader& shutdown) {
    shutdown.read("delay", config.shutdown_delay, duration(5min));
    shutdown.read("grace", config.shutdown_grace, duration(10min));
  });
  in.section("log", [&](ConfigReader& log) { read_log(log, config); });
  in.require("providers");
  in.section("providers", [&](ConfigReader& providers) { read_providers(providers, config); });
  in.refuse_unknown_keys();
}

core::Error refusal(const std::filesystem::path& file, Place place, std::string description) {
  ConfigFaults faults{file};
  faults.add(place, {}, std::move(description));
  return std::move(faults).error();
}

core::Result<Config> read_tree(const ConfigNode& root, const std::filesystem::path& name) {
  using Kind = ConfigNode::Kind;
  if (root.kind != Kind::kMapping && root.kind != Kind::kNothing) {
    return refusal(name, root.place, "the file must be a mapping");
  }
  ConfigFaults faults{name};
  ConfigReader in{root, {1, 1}, {}, faults};
  Config config;
  read_all(in, config);
  if (!faults.empty()) return std::move(faults).error();
  return {std::move(config)};
}

}  // namespace

core::Result<Config> parse_config(std::string_view text, const std::filesystem::path& name) try {
  if (text.size() > kFileBytesMax) return refusal(name, {}, "larger than 1 MiB");
  const auto root = parse_config_tree(text);
  if (!root) return refusal(name, root.error().place, root.error().description);
  return read_tree(*root, name);
} catch (const std::exception& thrown) {  // out of memory, or a fault of the YAML library
  return core::Error{core::Fault::kInvalidField, thrown.what()};
}

core::Result<Config> read_config(const std::filesystem::path& file) try {
  const auto text = read_whole(file, kFileBytesMax);
  if (!text) return refusal(file, {}, "cannot be read: " + text.error().message());
  return parse_config(*text, file);
} catch (const std::exception& thrown) {
  return core::Error{core::Fault::kInvalidField, thrown.what()};
}

}  // namespace tidegate::ops
