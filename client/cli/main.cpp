#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "tidegate/v1/market_data_service.grpc.pb.h"
#include "tidegate/v1/status_service.grpc.pb.h"

namespace {

namespace v1 = tidegate::v1;

struct Arguments {
  std::string address = "127.0.0.1:50051";
  double timeout_seconds = 10;
  std::string symbol;
  std::vector<std::string> symbols;
  std::string interval = "1m";
  std::string provider;
  int count = 10;
};

const std::vector<std::pair<std::string, v1::KlineInterval>> kIntervals{
    {"1m", v1::KLINE_INTERVAL_1_MINUTE},   {"3m", v1::KLINE_INTERVAL_3_MINUTE},
    {"5m", v1::KLINE_INTERVAL_5_MINUTE},   {"15m", v1::KLINE_INTERVAL_15_MINUTE},
    {"30m", v1::KLINE_INTERVAL_30_MINUTE}, {"1h", v1::KLINE_INTERVAL_1_HOUR},
    {"2h", v1::KLINE_INTERVAL_2_HOUR},     {"4h", v1::KLINE_INTERVAL_4_HOUR},
    {"1d", v1::KLINE_INTERVAL_1_DAY},      {"1w", v1::KLINE_INTERVAL_1_WEEK},
    {"1M", v1::KLINE_INTERVAL_1_MONTH}};

v1::KlineInterval interval_of(const std::string& name) {
  for (const auto& [known, interval] : kIntervals) {
    if (known == name) return interval;
  }
  return v1::KLINE_INTERVAL_UNSPECIFIED;
}

// Calls, and prints the reply as JSON; or says what the server said.
template <class Stub, class Request, class Response>
int print_call(const Arguments& arguments, Stub& stub,
               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(
      std::chrono::system_clock::now() +
      std::chrono::milliseconds{static_cast<long>(arguments.timeout_seconds * 1000)});
  Response response;
  const auto status = (stub.*method)(&context, request, &response);
  if (!status.ok()) {
    std::fprintf(stderr, "tidegate: %s\n", status.error_message().c_str());
    // A server's own word comes with details; without any, nobody was there to say it.
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE && status.error_details().empty()) {
      std::fprintf(stderr, "Is a server running at %s? --address names another.\n",
                   arguments.address.c_str());
    }
    return 1;
  }
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(response, &json, options).ok()) return 1;
  std::fputs(json.c_str(), stdout);
  return 0;
}

class Command {
 public:
  explicit Command(const Arguments& arguments)
      : arguments_{arguments},
        channel_{grpc::CreateChannel(arguments.address, grpc::InsecureChannelCredentials())},
        market_data_{channel_},
        status_{channel_} {}

  int flow() {
    return call(market_data_, &v1::MarketDataService::Stub::GetCapitalFlow,
                of_symbol<v1::GetCapitalFlowRequest>());
  }
  int distribution() {
    return call(market_data_, &v1::MarketDataService::Stub::GetCapitalDistribution,
                of_symbol<v1::GetCapitalDistributionRequest>());
  }
  int latest() {
    v1::GetLatestKlinesRequest request;
    for (const auto& each : arguments_.symbols) request.add_symbols(each);
    request.set_interval(interval_of(arguments_.interval));
    request.set_provider(arguments_.provider);
    return call(market_data_, &v1::MarketDataService::Stub::GetLatestKlines, request);
  }
  int klines() {
    auto request = of_symbol<v1::ListKlinesRequest>();
    request.set_interval(interval_of(arguments_.interval));
    request.set_page_size(arguments_.count);
    return call(market_data_, &v1::MarketDataService::Stub::ListKlines, request);
  }
  int resolve() {
    v1::ResolveInstrumentRequest request;
    request.set_symbol(arguments_.symbol);
    return call(market_data_, &v1::MarketDataService::Stub::ResolveInstrument, request);
  }
  int status() {
    return call(status_, &v1::StatusService::Stub::GetStatus, v1::GetStatusRequest{});
  }

 private:
  template <class Request>
  Request of_symbol() const {
    Request request;
    request.set_symbol(arguments_.symbol);
    request.set_provider(arguments_.provider);
    return request;
  }

  template <class Stub, class Request, class Response>
  int call(Stub& stub,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           const Request& request) {
    return print_call(arguments_, stub, method, request);
  }

  const Arguments& arguments_;
  std::shared_ptr<grpc::Channel> channel_;
  v1::MarketDataService::Stub market_data_;
  v1::StatusService::Stub status_;
};

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Ask a tidegate server, and print its answer as JSON."};
  app.require_subcommand(1);
  app.add_option("--address", arguments.address, "host:port of the server")->capture_default_str();
  app.add_option("--timeout", arguments.timeout_seconds, "seconds")->capture_default_str();
  app.footer("Exit codes: 0 answered, 1 the call failed, 100 and above: the arguments are wrong.");

  std::vector<std::string> words;
  words.reserve(kIntervals.size());
  for (const auto& [name, interval] : kIntervals) words.push_back(name);
  int code = 0;
  const auto add = [&](const char* name, const char* help, int (Command::*run)()) {
    auto* const command = app.add_subcommand(name, help)->fallthrough();
    command->callback([&arguments, &code, run] { code = (Command{arguments}.*run)(); });
    return command;
  };
  const auto takes_symbol = [&](CLI::App* command) {
    command->add_option("symbol", arguments.symbol, "for example 700.HK, AAPL.US, BTCUSDT")
        ->required();
    return command;
  };
  const auto takes_interval = [&](CLI::App* command) {
    command->add_option("--interval", arguments.interval)
        ->check(CLI::IsMember(words))
        ->capture_default_str();
    return command;
  };
  const auto takes_provider = [&](CLI::App* command) {
    command->add_option("--provider", arguments.provider, "demand this provider");
    return command;
  };
  takes_provider(takes_symbol(add("flow", "net inflow of the current session", &Command::flow)));
  takes_provider(
      takes_symbol(add("distribution", "gross in and out by order size", &Command::distribution)));
  auto* const latest =
      takes_provider(takes_interval(add("latest", "the forming bar of symbols", &Command::latest)));
  latest->add_option("symbols", arguments.symbols)->required();
  auto* const klines = takes_provider(
      takes_interval(takes_symbol(add("klines", "closed bars, newest page", &Command::klines))));
  klines->add_option("--count", arguments.count)->capture_default_str();
  takes_symbol(add("resolve", "what a spelling means", &Command::resolve));
  add("status", "how the server and its providers are", &Command::status);
  CLI11_PARSE(app, argc, argv);
  return code;
}
