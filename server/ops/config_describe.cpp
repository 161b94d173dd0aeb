#include <string>
#include <string_view>

#include "ops/config.hpp"
#include "ops/config_formats.hpp"
#include "ops/json_log.hpp"

namespace tidegate::ops {
namespace {

constexpr std::string_view kNotSet = "(not set)";

std::string_view masked(const core::Secret& secret) {
  return secret.empty() ? kNotSet : "(set)";
}

std::string_view or_instead(std::string_view text, std::string_view instead) {
  return text.empty() ? instead : text;
}

class Lines {
 public:
  void add(std::string_view key, std::string_view value) {
    text_.append(key).append(": ").append(value) += '\n';
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void add_tickdb(Lines& lines, const TickDbConfig& tickdb) {
  lines.add("providers.tickdb.base_url", tickdb.base_url);
  lines.add("providers.tickdb.api_key_file", masked(tickdb.api_key));
  lines.add("providers.tickdb.ca_file", or_instead(tickdb.ca_file, "(system)"));
  lines.add("providers.tickdb.requests_per_minute", std::to_string(tickdb.requests_per_minute));
  for (const auto& [market, scale] : tickdb.amount_scale) {
    lines.add("providers.tickdb.amount_scale." + market, scale.text());
  }
}

void add_valuescan(Lines& lines, const ValueScanConfig& valuescan) {
  lines.add("providers.valuescan.base_url", valuescan.base_url);
  lines.add("providers.valuescan.api_key_file", masked(valuescan.api_key));
  lines.add("providers.valuescan.secret_key_file", masked(valuescan.secret_key));
  lines.add("providers.valuescan.ca_file", or_instead(valuescan.ca_file, "(system)"));
}

void add_opend(Lines& lines, const OpenDConfig& opend) {
  lines.add("providers.opend.address", to_text(opend.address));
  lines.add("providers.opend.rsa_key_file", or_instead(opend.rsa_key_file, kNotSet));
}

}  // namespace

std::string describe(const Config& config) {
  Lines lines;
  lines.add("grpc.listen", to_text(config.grpc_listen));
  lines.add("admin.listen", to_text(config.admin_listen));
  lines.add("shutdown.delay", to_text(config.shutdown_delay));
  lines.add("shutdown.grace", to_text(config.shutdown_grace));
  lines.add("log.level", level_name(config.log_level));
  lines.add("log.slow_call", to_text(config.log_slow_call));
  lines.add("log.sample", to_text(config.log_sample));
  if (config.tickdb) add_tickdb(lines, *config.tickdb);
  if (config.valuescan) add_valuescan(lines, *config.valuescan);
  if (config.opend) add_opend(lines, *config.opend);
  return lines.take();
}

}  // namespace tidegate::ops
