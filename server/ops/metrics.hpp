#pragma once

#include <string>
#include <vector>

#include "net/https_client.hpp"
#include "service/call_stats.hpp"
#include "upstream/pulse.hpp"

namespace tidegate::ops {

struct ProviderFigures {
  std::string name;
  const upstream::Pulse& pulse;
  const net::HttpsStats& connections;
};

// Everything that is counted, as Prometheus reads it. Reads the rooms' own counters when asked:
// no room knows of metrics.
class Metrics {
 public:
  Metrics(std::string version, const service::CallStats& calls,
          std::vector<ProviderFigures> providers)
      : version_{std::move(version)}, calls_{calls}, providers_{std::move(providers)} {}

  std::string text() const;

 private:
  std::string version_;
  const service::CallStats& calls_;
  std::vector<ProviderFigures> providers_;
};

}  // namespace tidegate::ops
