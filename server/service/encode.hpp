#pragma once

#include <string>

#include "tidegate/v1/market_data_service.pb.h"

#include "core/flow.hpp"
#include "core/kline.hpp"
#include "core/provenance.hpp"
#include "core/result.hpp"
#include "market/desk.hpp"

namespace tidegate::service {

// Our words in protobuf. The only place where the two meet on the way out.

void encode(core::Instant instant, google::protobuf::Timestamp& out);
void encode(const core::Instrument& instrument, const std::string& requested, v1::Instrument& out);
void encode(const core::Provenance& provenance, v1::Provenance& out);
void encode(const core::FlowSemantics& semantics, core::Accumulation published,
            v1::FlowSemantics& out);
void encode(const core::FlowPoint& point, v1::CapitalFlowPoint& out);
void encode(const core::AmountBySize& amounts, v1::CapitalBySize& out);
void encode(const core::Kline& kline, core::Interval interval, v1::Kline& out);
void encode(const core::Error& error, v1::Problem& out);

// A value fetched at the call itself, or a while ago.
void encode_freshness(core::Instant fetched_at, core::Instant now, v1::Freshness& out);

}  // namespace tidegate::service
