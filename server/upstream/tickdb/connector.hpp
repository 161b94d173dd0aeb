#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "upstream/connector.hpp"
#include "upstream/tickdb/catalogue.hpp"
#include "upstream/tickdb/client.hpp"
#include "upstream/tickdb/wire.hpp"

namespace tidegate::upstream::tickdb {

// What the operator has found out that the provider does not document: what one published unit
// of capital flow is worth in currency units, by market name.
using AmountScales = std::map<std::string, core::Decimal, std::less<>>;

// TickDB as the rest of the house sees it. On its lane.
class Connector final : public FlowSource, public KlineSource, public InstrumentSource {
 public:
  Connector(Client& client, AmountScales scales);

  bool serves(core::Market market, core::InstrumentType type,
              core::FlowPeriod period) const noexcept override;
  Asked<core::CapitalFlow> capital_flow(core::FlowQuery query, core::Deadline deadline) override;

  bool serves(core::Market market, core::InstrumentType type,
              core::Interval interval) const noexcept override;
  Asked<core::LatestKlines> latest_klines(core::LatestQuery query,
                                          core::Deadline deadline) override;
  Asked<core::History> history(core::HistoryQuery query, core::Deadline deadline) override;

  boost::asio::awaitable<core::Result<std::vector<core::Instrument>>> look_up(
      std::vector<core::Instrument> candidates, core::Deadline deadline) override;
  std::string known_name(const core::Instrument& instrument) const override;

 private:
  core::FlowSemantics semantics(const core::Instrument& instrument) const;

  Client& client_;
  Catalogue catalogue_;
  AmountScales scales_;
};

}  // namespace tidegate::upstream::tickdb
