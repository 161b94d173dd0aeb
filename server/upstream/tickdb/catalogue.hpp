#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/symbol.hpp"
#include "upstream/tickdb/client.hpp"

namespace tidegate::upstream::tickdb {

// TickDB's list of products, loaded a market at a time when somebody needs it, kept for a day.
class Catalogue {
 public:
  explicit Catalogue(Client& client) : client_{client} {}

  // Every product of the candidates' markets that has the code of one of them. Loads what is not
  // here or too old; callers that come while a market is loading wait for it.
  boost::asio::awaitable<core::Result<std::vector<core::Instrument>>> look_up(
      std::vector<core::Instrument> candidates, core::Deadline deadline);

  // The name of an instrument, if its market happens to be here. Asks nobody.
  std::string known_name(const core::Instrument& instrument) const;

 private:
  // By code without exchange: `700`, `000001`, `BTCUSDT`.
  using Products = std::unordered_multimap<std::string, core::Instrument>;

  struct Listing {
    Products products;
    core::Deadline good_until{};
    bool loading = false;
    std::vector<boost::asio::steady_timer*> waiting;
  };

  class Loading;

  boost::asio::awaitable<core::Result<void>> ensure(std::string market, core::Deadline deadline);
  boost::asio::awaitable<core::Result<Products>> load(std::string market, core::Deadline deadline);

  Client& client_;
  std::map<std::string, Listing, std::less<>> listings_;
};

}  // namespace tidegate::upstream::tickdb
