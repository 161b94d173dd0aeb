#include "upstream/tickdb/wire.hpp"

#include <algorithm>

#include "upstream/json.hpp"

namespace tidegate::upstream::tickdb {
namespace {

using json::Malformed;
using json::Object;
using json::Value;

core::Error malformed(const std::string& what) {
  return {core::Fault::kUpstreamMalformed, "the provider's answer cannot be understood: " + what};
}

// The one door of this codec: parses the body, hands its root to `read`, turns what is broken
// into an error.
template <class Read>
auto read_document(std::string_view body, const Read& read)
    -> core::Result<decltype(read(Object{}))> {
  try {
    const simdjson::padded_string padded{body};
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    Object root;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(root) != simdjson::SUCCESS) {
      return malformed("not a JSON object");
    }
    auto result = read(root);
    return result;
  } catch (const Malformed& broken) {
    return malformed(broken.what);
  } catch (const simdjson::simdjson_error& broken) {
    return malformed(broken.what());
  }
}

template <class T>
T required(std::optional<T> value, const char* field) {
  if (!value) throw Malformed{std::string{field} + " is missing"};
  return *std::move(value);
}

std::string own_text(Value value, std::string_view field) {
  return std::string{json::text(value, field).value_or(std::string_view{})};
}

std::string joined_types(Value value) {
  simdjson::ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS)
    throw Malformed{"available_types is not JSON", true};
  if (type != simdjson::ondemand::json_type::array) return own_text(value, "available_types");
  std::string types;
  json::for_each_element(*json::array(value, "available_types"), [&](Value each) {
    types += (types.empty() ? "" : ",") + own_text(each, "available_types");
  });
  return types;
}

// What errors carry in `data`, or beside it. On success neither name occurs. A detail that cannot
// be read must not hide the code.
void read_error_detail(Value value, std::string_view key, Envelope& envelope) try {
  if (key == "reset_at") envelope.reset_at = json::instant(value, key);
  if (key == "available_types") envelope.available_types = joined_types(value);
} catch (const Malformed& broken) {
  if (broken.not_json) throw;
}

void read_envelope_field(std::string_view key, Value value, Envelope& envelope) {
  if (key == "code") {
    envelope.code = own_text(value, key);
  } else if (key == "message") {
    envelope.message = own_text(value, key);
  } else if (key == "success") {
    envelope.says_failure = json::text(value, key) == "false";
  } else if (key == "error" && envelope.message.empty()) {
    envelope.message = own_text(value, key);  // only what has no `message` is left with this
  } else if (key == "data") {
    simdjson::ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) throw Malformed{"data is not JSON", true};
    envelope.has_data = type != simdjson::ondemand::json_type::null;
    if (type != simdjson::ondemand::json_type::object) return;
    json::for_each_field(*json::object(value, key), [&](std::string_view name, Value detail) {
      read_error_detail(detail, name, envelope);
    });
  } else {
    read_error_detail(value, key, envelope);
  }
}

void read_amounts(Object object, core::AmountBySize& amounts) {
  json::for_each_field(object, [&](std::string_view key, Value value) {
    if (key == "large") amounts.large = json::decimal(value, key);
    if (key == "medium") amounts.medium = json::decimal(value, key);
    if (key == "small") amounts.small = json::decimal(value, key);
  });
}

core::Distribution read_distribution(Object object) {
  core::Distribution distribution;
  json::for_each_field(object, [&](std::string_view key, Value value) {
    if (key == "timestamp") distribution.as_of = json::instant(value, key);
    if (key != "capital_in" && key != "capital_out") return;
    const auto amounts = json::object(value, key);
    if (amounts) {
      read_amounts(*amounts, key == "capital_in" ? distribution.inflow : distribution.outflow);
    }
  });
  return distribution;
}

core::FlowPoint read_flow_point(Object row) {
  std::optional<core::Instant> time;
  core::FlowPoint point;
  json::for_each_field(row, [&](std::string_view key, Value value) {
    if (key == "timestamp") time = json::instant(value, key);
    if (key == "inflow") point.net_inflow = json::decimal(value, key);
  });
  point.time = required(time, "intraday_flow.timestamp");
  return point;
}

core::CapitalFlow read_capital_flow(Object data) {
  core::CapitalFlow flow;
  json::for_each_field(data, [&](std::string_view key, Value value) {
    if (key == "timestamp") flow.as_of = json::instant(value, key);
    if (key == "intraday_flow") {
      const auto rows = json::array(value, key);
      if (!rows) return;
      json::for_each_element(*rows, [&](Value row) {
        flow.points.push_back(
            read_flow_point(required(json::object(row, key), "intraday_flow row")));
      });
    }
    if (key == "distribution") {
      if (const auto found = json::object(value, key))
        flow.distribution = read_distribution(*found);
    }
  });
  std::stable_sort(flow.points.begin(), flow.points.end(),
                   [](const auto& left, const auto& right) { return left.time < right.time; });
  return flow;
}

core::Kline read_kline(Object bar) {
  std::optional<core::Instant> time;
  std::optional<core::Decimal> open;
  std::optional<core::Decimal> high;
  std::optional<core::Decimal> low;
  std::optional<core::Decimal> close;
  core::Kline kline;
  json::for_each_field(bar, [&](std::string_view key, Value value) {
    if (key == "time") time = json::instant(value, key);
    if (key == "open") open = json::decimal(value, key);
    if (key == "high") high = json::decimal(value, key);
    if (key == "low") low = json::decimal(value, key);
    if (key == "close") close = json::decimal(value, key);
    if (key == "volume") kline.volume = json::decimal(value, key);
    if (key == "quote_volume") kline.quote_volume = json::decimal(value, key);
  });
  kline.open_time = required(time, "time");
  kline.open = required(open, "open");
  kline.high = required(high, "high");
  kline.low = required(low, "low");
  kline.close = required(close, "close");
  return kline;
}

void read_series(Object object, KlineSeries& series) {
  json::for_each_field(object, [&](std::string_view key, Value value) {
    if (key == "symbol") series.symbol = own_text(value, key);
    if (key != "klines") return;
    const auto bars = json::array(value, key);
    if (!bars) return;
    json::for_each_element(*bars, [&](Value bar) {
      series.klines.push_back(read_kline(required(json::object(bar, key), "kline")));
    });
  });
  core::put_in_order(series.klines);
}

// One of many: a broken bar is the misfortune of its own symbol.
KlineSeries read_latest_series(Value value) {
  KlineSeries series;
  try {
    read_series(required(json::object(value, "data"), "series"), series);
  } catch (const Malformed& broken) {
    if (broken.not_json) throw;
    series.klines.clear();
    series.broken = true;
  }
  return series;
}

std::optional<Product> read_product(Object object) {
  Product product;
  json::for_each_field(object, [&](std::string_view key, Value value) {
    if (key == "symbol") product.symbol = own_text(value, key);
    if (key == "name") product.name = own_text(value, key);
    if (key == "type") product.type = own_text(value, key);
    if (key == "currency") product.currency = own_text(value, key);
  });
  if (product.symbol.empty()) return std::nullopt;
  return product;
}

// Hands `data` of the root to `read`, once.
template <class Read>
void with_data(Object root, const Read& read) {
  bool found = false;
  json::for_each_field(root, [&](std::string_view key, Value value) {
    if (key != "data" || found) return;
    found = true;
    read(value);
  });
  if (!found) throw Malformed{"data is missing"};
}

}  // namespace

core::Result<Envelope> parse_envelope(std::string_view body) {
  return read_document(body, [](Object root) {
    Envelope envelope;
    json::for_each_field(root, [&](std::string_view key, Value value) {
      read_envelope_field(key, value, envelope);
    });
    return envelope;
  });
}

core::Result<core::CapitalFlow> parse_capital_flow(std::string_view body) {
  return read_document(body, [](Object root) {
    core::CapitalFlow flow;
    with_data(root, [&](Value data) {
      if (const auto found = json::object(data, "data")) flow = read_capital_flow(*found);
    });
    return flow;
  });
}

core::Result<std::vector<KlineSeries>> parse_latest_klines(std::string_view body) {
  return read_document(body, [](Object root) {
    std::vector<KlineSeries> all;
    with_data(root, [&](Value data) {
      const auto list = json::array(data, "data");
      if (!list) return;
      json::for_each_element(*list, [&](Value each) { all.push_back(read_latest_series(each)); });
    });
    return all;
  });
}

core::Result<KlineSeries> parse_klines(std::string_view body) {
  return read_document(body, [](Object root) {
    KlineSeries series;
    with_data(root, [&](Value data) {
      if (const auto found = json::object(data, "data")) read_series(*found, series);
    });
    return series;
  });
}

core::Result<ProductPage> parse_products(std::string_view body) {
  return read_document(body, [](Object root) {
    ProductPage page;
    with_data(root, [&](Value data) {
      const auto found = json::object(data, "data");
      if (!found) return;
      json::for_each_field(*found, [&](std::string_view key, Value value) {
        if (key != "products") return;
        const auto list = json::array(value, key);
        if (!list) return;
        json::for_each_element(*list, [&](Value each) {
          ++page.listed;
          auto product = read_product(required(json::object(each, key), "product"));
          if (product) page.products.push_back(*std::move(product));
        });
      });
    });
    return page;
  });
}

}  // namespace tidegate::upstream::tickdb
