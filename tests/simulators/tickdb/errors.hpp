#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include "tests/simulators/exchange.hpp"

namespace tidegate::simulators::tickdb {

// Why a request is not answered, in the provider's terms.
struct Refusal {
  // An empty message stands for the table's. Constructors, because Outcome must be able to tell a
  // refusal from a value.
  Refusal() = default;
  Refusal(std::string its_code, std::string its_message, boost::json::value its_data = nullptr)
      : code{std::move(its_code)}, message{std::move(its_message)}, data(std::move(its_data)) {}

  std::string code;
  std::string message;
  boost::json::value data;  // null: none
  std::optional<std::chrono::seconds> retry_after;
};

// What `data` of a success holds, or a refusal.
using Outcome = boost::system::result<boost::json::value, Refusal>;

// What the bodies of a rate limit tell about it.
struct LimitFacts {
  int limit = 0;
  std::string_view plan;
  std::int64_t reset_at = 0;  // Unix seconds
};

// The ways in which an error's body has been published. The order is that of Fault::variant.
enum class Shape {
  kTextCode,
  kNumberCode,
  kWithData,
  kLimit,
  kCodeIsText,
  kCodeIsStatus,
  kFlatLimit
};

bool knows_code(std::string_view code);
Reply error_reply(const Refusal& refusal, Shape shape, const LimitFacts& facts);
Reply error_reply(const Refusal& refusal, const LimitFacts& facts);  // in the code's usual shape

}  // namespace tidegate::simulators::tickdb
