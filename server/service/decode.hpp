#pragma once

#include <vector>

#include "tidegate/v1/market_data_service.pb.h"

#include "core/flow.hpp"
#include "core/kline.hpp"
#include "core/result.hpp"
#include "market/desk.hpp"

namespace tidegate::service {

// Requests, checked and in our words. An error names every faulty field at once.

struct FlowRequest {
  market::Wish wish;
  core::FlowPeriod period = core::FlowPeriod::kIntraday;
  std::optional<core::DateRange> dates;
  core::FlowView view = core::FlowView::kAsPublished;
  std::optional<std::chrono::milliseconds> max_staleness;
};

struct LatestRequest {
  // One per symbol asked for; a symbol that cannot be read is an error of its own.
  std::vector<core::Result<market::Wish>> wishes;
  core::Interval interval = core::Interval::k1Minute;
  std::optional<std::chrono::milliseconds> max_staleness;
};

struct HistoryRequest {
  market::Wish wish;
  core::HistoryQuery query;
};

core::Result<FlowRequest> decode(const v1::GetCapitalFlowRequest& request, core::Instant now);
core::Result<FlowRequest> decode(const v1::GetCapitalDistributionRequest& request);
core::Result<LatestRequest> decode(const v1::GetLatestKlinesRequest& request);
core::Result<HistoryRequest> decode(const v1::ListKlinesRequest& request);
core::Result<market::Wish> decode(const v1::ResolveInstrumentRequest& request);

}  // namespace tidegate::service
