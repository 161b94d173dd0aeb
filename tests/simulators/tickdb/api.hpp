#pragma once

#include <string>

#include "tests/simulators/clock.hpp"
#include "tests/simulators/exchange.hpp"
#include "tests/simulators/tickdb/errors.hpp"
#include "tests/simulators/tickdb/limits.hpp"
#include "tests/simulators/tickdb/symbols.hpp"

namespace tidegate::simulators::tickdb {

struct ApiOptions {
  std::string key;
  int requests_per_minute = 600;
};

// TickDB's REST API: who may ask, how often, and which endpoint answers.
class Api final : public Provider {
 public:
  Api(ApiOptions options, const Clock& clock);

  Reply answer(const Request& request) override;
  Reply complain(const Fault& fault) override;

 private:
  boost::system::result<Plan, Refusal> admit(const Request& request) const;
  std::optional<Refusal> over_limit(const std::string& key, const Plan& plan);
  LimitFacts facts(const Plan& plan, std::optional<std::chrono::seconds> wait) const;
  Outcome ask(const Request& request, const Plan& plan) const;

  ApiOptions options_;
  const Clock& clock_;
  Catalogue catalogue_;
  RateLimit rate_limit_;
};

}  // namespace tidegate::simulators::tickdb
