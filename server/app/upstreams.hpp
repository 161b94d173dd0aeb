#pragma once

#include <memory>

#include "core/log.hpp"
#include "core/result.hpp"
#include "market/route.hpp"
#include "net/https_client.hpp"
#include "net/lane.hpp"
#include "ops/config.hpp"
#include "upstream/tickdb/client.hpp"
#include "upstream/tickdb/connector.hpp"

namespace tidegate::app {

// One provider with its thread: the lane first, then what lives on it.
struct TickDb {
  explicit TickDb(const std::string& name) : lane{name} {}

  net::Lane lane;
  std::unique_ptr<net::HttpsClient> https;
  std::unique_ptr<upstream::tickdb::Client> client;
  std::unique_ptr<upstream::tickdb::Connector> connector;
};

// The configured providers, in the order in which they are asked.
class Upstreams {
 public:
  static core::Result<std::unique_ptr<Upstreams>> create(const ops::Config& config, core::Log& log);

  market::Providers providers() const;
  void stop();  // lanes finish what is in the air

 private:
  Upstreams() = default;

  std::unique_ptr<TickDb> tickdb_;
};

}  // namespace tidegate::app
