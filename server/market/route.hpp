#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "core/result.hpp"
#include "net/https_client.hpp"
#include "upstream/connector.hpp"
#include "upstream/pulse.hpp"

namespace tidegate::market {

// An upstream as the market knows it: its name, its lane, and what it can be asked.
struct Provider {
  std::string name;
  boost::asio::any_io_executor lane;
  upstream::FlowSource* flow = nullptr;
  upstream::KlineSource* klines = nullptr;
  upstream::InstrumentSource* instruments = nullptr;
  const upstream::Pulse* pulse = nullptr;
  const net::HttpsStats* connections = nullptr;
};

using Providers = std::vector<Provider>;  // in configured order
using Candidates = std::vector<const Provider*>;

// Who may answer, best first: the demanded provider, or everyone configured who serves it.
// `what` completes the sentence "nobody configured serves …".
core::Result<Candidates> route(const Providers& providers, std::string_view demanded,
                               const std::function<bool(const Provider&)>& serves,
                               const std::string& what);

// Whether another provider could do better than the one that failed so.
bool worth_another_provider(core::Fault fault) noexcept;

}  // namespace tidegate::market
