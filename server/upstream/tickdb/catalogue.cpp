#include "upstream/tickdb/catalogue.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "upstream/tickdb/traits.hpp"
#include "upstream/tickdb/wire.hpp"
#include "upstream/tickdb/words.hpp"

namespace tidegate::upstream::tickdb {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

std::string code_of(std::string_view symbol) {
  return std::string{symbol.substr(0, symbol.rfind('.'))};
}

// Their product in our words; nothing for a spelling that we would not accept from a caller.
std::optional<core::Instrument> instrument_of(const Product& product) {
  auto reading = core::read_symbol(product.symbol, core::InstrumentType::kUnspecified);
  if (!reading || reading->candidates.empty()) return std::nullopt;
  const bool index = product.type == "indices";
  auto& candidates = reading->candidates;
  // A bare code that could be a stock of ours is what their list says it is.
  const auto fitting = std::find_if(candidates.begin(), candidates.end(), [&](const auto& each) {
    return index == (each.type == core::InstrumentType::kIndex);
  });
  auto instrument = fitting == candidates.end() ? candidates.front() : *fitting;
  const auto type = type_of(product.type, instrument.market);
  if (!core::compatible(type, instrument.type)) instrument.type = type;
  instrument.name = product.name;
  if (!product.currency.empty()) instrument.currency = product.currency;
  return instrument;
}

}  // namespace

// Marks a market as loading for as long as somebody is at it, and wakes those who wait.
class Catalogue::Loading {
 public:
  explicit Loading(Listing& listing) : listing_{listing} { listing_.loading = true; }
  Loading(const Loading&) = delete;
  Loading& operator=(const Loading&) = delete;
  ~Loading() {
    listing_.loading = false;
    for (auto* const each : listing_.waiting) each->cancel();
    listing_.waiting.clear();
  }

 private:
  Listing& listing_;
};

asio::awaitable<core::Result<std::vector<core::Instrument>>> Catalogue::look_up(
    std::vector<core::Instrument> candidates, core::Deadline deadline) {
  std::set<std::string> markets;
  std::set<std::string> codes;
  for (const auto& each : candidates) {
    markets.emplace(product_market(each.market));
    codes.insert(code_of(each.symbol));
  }
  std::vector<core::Instrument> found;
  for (const auto& market : markets) {
    const auto ready = co_await ensure(market, deadline);
    if (!ready) co_return ready.error();
    for (const auto& code : codes) {
      const auto [first, last] = listings_[market].products.equal_range(code);
      for (auto each = first; each != last; ++each) found.push_back(each->second);
    }
  }
  co_return found;
}

asio::awaitable<core::Result<void>> Catalogue::ensure(std::string market, core::Deadline deadline) {
  auto& listing = listings_[market];  // std::map: the reference stays good
  while (Clock::now() >= listing.good_until) {
    if (listing.loading) {
      auto executor = co_await asio::this_coro::executor;
      asio::steady_timer turn{executor, deadline};
      listing.waiting.push_back(&turn);
      co_await turn.async_wait(asio::as_tuple(asio::use_awaitable));
      const auto state = co_await asio::this_coro::cancellation_state;
      std::erase(listing.waiting, &turn);
      const bool left = state.cancelled() != asio::cancellation_type::none;
      core::Error error{left ? core::Fault::kCancelled : core::Fault::kDeadlineExceeded,
                        "still loading the product list of " + market};
      if (left || Clock::now() >= deadline) co_return error;
      continue;
    }
    const Loading loading{listing};
    auto products = co_await load(market, deadline);
    if (!products) co_return products.error();
    listing.products = *std::move(products);
    listing.good_until = Clock::now() + kProductListLifetime;
  }
  co_return core::Result<void>{};
}

asio::awaitable<core::Result<Catalogue::Products>> Catalogue::load(std::string market,
                                                                   core::Deadline deadline) {
  Products products;
  for (int page = 0; page < kProductPagesMax; ++page) {
    auto target = "/v1/symbols/available?market=" + market +
                  "&limit=" + std::to_string(kProductsPerPage) +
                  "&offset=" + std::to_string(page * kProductsPerPage);
    const auto reply = co_await client_.get(std::move(target), parse_products, deadline);
    if (!reply) co_return reply.error();
    for (const auto& each : reply->value.products) {
      auto instrument = instrument_of(each);
      if (!instrument) continue;
      auto code = code_of(instrument->symbol);
      products.emplace(std::move(code), *std::move(instrument));
    }
    if (reply->value.listed < static_cast<std::size_t>(kProductsPerPage)) break;
  }
  co_return products;
}

std::string Catalogue::known_name(const core::Instrument& instrument) const {
  const auto listing = listings_.find(product_market(instrument.market));
  if (listing == listings_.end()) return {};
  const auto [first, last] = listing->second.products.equal_range(code_of(instrument.symbol));
  for (auto each = first; each != last; ++each) {
    if (each->second.symbol == instrument.symbol) return each->second.name;
  }
  return {};
}

}  // namespace tidegate::upstream::tickdb
