#pragma once

#include "tidegate/v1/market_data_service.grpc.pb.h"

#include "market/desk.hpp"
#include "service/call.hpp"

namespace tidegate::service {

// The market-data RPCs: decode, ask, encode. What is not overridden answers UNIMPLEMENTED.
class MarketData final : public v1::MarketDataService::CallbackService {
 public:
  MarketData(market::Desk& desk, CallDesk& calls) : desk_{desk}, calls_{calls} {}

  grpc::ServerUnaryReactor* GetCapitalFlow(grpc::CallbackServerContext* context,
                                           const v1::GetCapitalFlowRequest* request,
                                           v1::GetCapitalFlowResponse* response) override;
  grpc::ServerUnaryReactor* GetCapitalDistribution(
      grpc::CallbackServerContext* context, const v1::GetCapitalDistributionRequest* request,
      v1::GetCapitalDistributionResponse* response) override;
  grpc::ServerUnaryReactor* GetLatestKlines(grpc::CallbackServerContext* context,
                                            const v1::GetLatestKlinesRequest* request,
                                            v1::GetLatestKlinesResponse* response) override;
  grpc::ServerUnaryReactor* ListKlines(grpc::CallbackServerContext* context,
                                       const v1::ListKlinesRequest* request,
                                       v1::ListKlinesResponse* response) override;
  grpc::ServerUnaryReactor* ResolveInstrument(grpc::CallbackServerContext* context,
                                              const v1::ResolveInstrumentRequest* request,
                                              v1::ResolveInstrumentResponse* response) override;

 private:
  market::Desk& desk_;
  CallDesk& calls_;
};

}  // namespace tidegate::service
