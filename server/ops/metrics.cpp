#include "ops/metrics.hpp"

#include <deque>
#include <functional>
#include <limits>
#include <utility>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace tidegate::ops {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;
using Families = std::deque<MetricFamily>;  // grows without moving what is being filled

constexpr auto kRelaxed = std::memory_order_relaxed;

MetricFamily& add_family(Families& families, const char* name, const char* help, MetricType type) {
  families.push_back({name, help, type, {}});
  return families.back();
}

void add_counter(MetricFamily& family, Labels labels, std::uint64_t value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = static_cast<double>(value);
  family.metric.push_back(std::move(metric));
}

void add_gauge(MetricFamily& family, Labels labels, double value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  family.metric.push_back(std::move(metric));
}

// `count_of(i)`: how many fell into bucket i, the last being above all bounds.
template <class Bounds>
void add_histogram(MetricFamily& family, Labels labels, const Bounds& bounds,
                   const std::function<std::uint64_t(std::size_t)>& count_of, double sum) {
  ClientMetric metric;
  metric.label = std::move(labels);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i <= bounds.size(); ++i) {
    below += count_of(i);
    const double bound = i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
    metric.histogram.bucket.push_back({below, bound});
  }
  metric.histogram.sample_count = below;
  metric.histogram.sample_sum = sum;
  family.metric.push_back(std::move(metric));
}

Labels labels_of(const service::MethodName& name) {
  return {{"grpc_type", "unary"},
          {"grpc_service", std::string{name.service}},
          {"grpc_method", std::string{name.method}}};
}

using EachMethod =
    std::function<void(const service::MethodName&, const service::CallStats::Figures&)>;

void for_each_method(const service::CallStats& calls, const EachMethod& visit) {
  for (std::size_t i = 0; i < service::CallStats::kMethods; ++i) {
    visit(service::CallStats::names()[i], calls.figures(i));
  }
}

void collect_calls(const service::CallStats& calls, Families& families) {
  auto& started =
      add_family(families, "grpc_server_started_total", "Calls begun.", MetricType::Counter);
  for_each_method(calls, [&](const auto& name, const auto& figures) {
    add_counter(started, labels_of(name), figures.started.load(kRelaxed));
  });
  auto& handled = add_family(families, "grpc_server_handled_total", "Calls ended, by code.",
                             MetricType::Counter);
  for_each_method(calls, [&](const auto& name, const auto& figures) {
    for (std::size_t code = 0; code < service::CallStats::kCodes; ++code) {
      const auto count = figures.handled[code].load(kRelaxed);
      if (count == 0) continue;
      auto labels = labels_of(name);
      labels.push_back({"grpc_code", std::string{service::code_name(static_cast<int>(code))}});
      add_counter(handled, std::move(labels), count);
    }
  });
  auto& seconds = add_family(families, "grpc_server_handling_seconds", "Time from arrival to end.",
                             MetricType::Histogram);
  for_each_method(calls, [&](const auto& name, const auto& figures) {
    add_histogram(
        seconds, labels_of(name), service::CallStats::kLatencyBounds,
        [&](std::size_t i) { return figures.latencies[i].load(kRelaxed); },
        static_cast<double>(figures.latency_sum_us.load(kRelaxed)) / 1e6);
  });
}

void collect_requests(const std::vector<ProviderFigures>& providers, Families& families) {
  auto& seconds =
      add_family(families, "tidegate_upstream_request_seconds",
                 "Requests to a provider, by time to their answer.", MetricType::Histogram);
  for (const auto& each : providers) {
    add_histogram(
        seconds, {{"provider", each.name}}, upstream::Pulse::kLatencyBounds,
        [&](std::size_t i) { return each.pulse.latency_count(i); },
        each.pulse.latency_sum_seconds());
  }
  auto& errors = add_family(families, "tidegate_upstream_errors_total",
                            "Requests to a provider that failed, by reason.", MetricType::Counter);
  for (const auto& each : providers) {
    for (int i = 0; i <= static_cast<int>(core::Fault::kCancelled); ++i) {
      const auto fault = static_cast<core::Fault>(i);
      const auto count = each.pulse.failures(fault);
      if (count == 0) continue;
      add_counter(errors,
                  {{"provider", each.name}, {"reason", std::string{core::reason_of(fault)}}},
                  count);
    }
  }
}

void collect_state(const std::vector<ProviderFigures>& providers, Families& families) {
  auto& up = add_family(families, "tidegate_upstream_up",
                        "1 unless the last requests to the provider failed.", MetricType::Gauge);
  for (const auto& each : providers) {
    const bool failing = each.pulse.state() == upstream::Pulse::State::kFailing;
    add_gauge(up, {{"provider", each.name}}, failing ? 0 : 1);
  }
  auto& contact = add_family(families, "tidegate_upstream_last_contact_timestamp_seconds",
                             "When the provider last answered.", MetricType::Gauge);
  for (const auto& each : providers) {
    const auto last = each.pulse.last_contact();
    if (!last) continue;
    add_gauge(contact, {{"provider", each.name}},
              static_cast<double>(last->time_since_epoch().count()) / 1e3);
  }
  auto& skew = add_family(families, "tidegate_upstream_clock_skew_seconds",
                          "The provider's clock minus ours.", MetricType::Gauge);
  for (const auto& each : providers) {
    const auto known = each.pulse.clock_skew();
    if (known)
      add_gauge(skew, {{"provider", each.name}}, static_cast<double>(known->count()) / 1e3);
  }
}

void collect_connections(const std::vector<ProviderFigures>& providers, Families& families) {
  auto& open = add_family(families, "tidegate_upstream_connections", "Connections open now.",
                          MetricType::Gauge);
  for (const auto& each : providers) {
    add_gauge(open, {{"provider", each.name}},
              static_cast<double>(each.connections.open.load(kRelaxed)));
  }
  struct Row {
    const char* name;
    const char* help;
    std::atomic<std::uint64_t> net::HttpsStats::*figure;
  };
  const Row rows[] = {
      {"tidegate_upstream_connections_opened_total", "Connections made.", &net::HttpsStats::opened},
      {"tidegate_upstream_tls_resumed_total", "Connections that resumed a TLS session.",
       &net::HttpsStats::resumed},
      {"tidegate_upstream_connections_reused_total", "Requests over a kept connection.",
       &net::HttpsStats::reused},
      {"tidegate_upstream_stale_connections_total",
       "Requests sent again because a kept connection had gone.", &net::HttpsStats::swallowed}};
  for (const auto& row : rows) {
    auto& family = add_family(families, row.name, row.help, MetricType::Counter);
    for (const auto& each : providers) {
      add_counter(family, {{"provider", each.name}}, (each.connections.*row.figure).load(kRelaxed));
    }
  }
}

}  // namespace

std::string Metrics::text() const {
  Families families;
  auto& build =
      add_family(families, "tidegate_build_info", "The running version.", MetricType::Gauge);
  add_gauge(build, {{"version", version_}}, 1);
  collect_calls(calls_, families);
  collect_requests(providers_, families);
  collect_state(providers_, families);
  collect_connections(providers_, families);
  return prometheus::TextSerializer{}.Serialize({families.begin(), families.end()});
}

}  // namespace tidegate::ops
