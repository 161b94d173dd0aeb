#include "app/upstreams.hpp"

#include <cstdlib>
#include <utility>

#include "upstream/tickdb/traits.hpp"

namespace tidegate::app {
namespace {

std::string environment(const char* upper, const char* lower) {
  for (const char* name : {upper, lower}) {
    if (const char* const value = std::getenv(name)) return value;
  }
  return {};
}

core::Result<net::HttpsTarget> target_of(const std::string& base_url) {
  const auto url = net::parse_url(base_url);
  if (!url || url->scheme != "https") {
    return core::Error{core::Fault::kInvalidField, "not an https address: " + base_url};
  }
  auto choice = net::proxy_for(url->host, environment("HTTPS_PROXY", "https_proxy"),
                               environment("NO_PROXY", "no_proxy"));
  if (!choice.valid) {
    return core::Error{
        core::Fault::kInvalidField,
        "HTTPS_PROXY is not an http:// address; correct it, or name " + url->host + " in NO_PROXY"};
  }
  return net::HttpsTarget{*url, std::move(choice.proxy), {}};
}

core::Result<std::unique_ptr<TickDb>> make_tickdb(const ops::TickDbConfig& config, core::Log& log) {
  auto target = target_of(config.base_url);
  if (!target) return target.error();
  auto tickdb = std::make_unique<TickDb>(upstream::tickdb::kName);
  auto https =
      net::HttpsClient::create(tickdb->lane.executor(), *std::move(target), config.ca_file);
  if (!https) return https.error();
  tickdb->https = *std::move(https);
  tickdb->client = std::make_unique<upstream::tickdb::Client>(*tickdb->https, config.api_key,
                                                              config.requests_per_minute, log);
  tickdb->connector =
      std::make_unique<upstream::tickdb::Connector>(*tickdb->client, config.amount_scale);
  return tickdb;
}

}  // namespace

core::Result<std::unique_ptr<Upstreams>> Upstreams::create(const ops::Config& config,
                                                           core::Log& log) {
  std::unique_ptr<Upstreams> upstreams{new Upstreams};
  if (config.tickdb) {
    auto tickdb = make_tickdb(*config.tickdb, log);
    if (!tickdb) return tickdb.error();
    upstreams->tickdb_ = *std::move(tickdb);
  }
  if (config.valuescan)
    log.write(core::Level::kWarning, "provider_not_served", {{"provider", "valuescan"}});
  if (config.opend)
    log.write(core::Level::kWarning, "provider_not_served", {{"provider", "opend"}});
  if (!upstreams->tickdb_) {
    return core::Error{core::Fault::kInvalidField,
                       "no provider that this version serves is configured; add providers.tickdb"};
  }
  return upstreams;
}

market::Providers Upstreams::providers() const {
  auto& tickdb = *tickdb_;
  auto* const connector = tickdb.connector.get();
  return {{upstream::tickdb::kName, tickdb.lane.executor(), connector, connector, connector,
           &tickdb.client->pulse(), &tickdb.https->stats()}};
}

void Upstreams::stop() {
  tickdb_->lane.stop();
}

}  // namespace tidegate::app
