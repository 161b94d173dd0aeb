#include "tests/simulators/tickdb/listings.hpp"

#include "tests/simulators/tickdb/noise.hpp"

namespace tidegate::simulators::tickdb {
namespace {

struct Kind {
  std::string_view market;
  Type type;
  std::string_view currency;
  Calendar calendar;
  int price_digits = 2;
  int volume_digits = 0;
  int lot = 1;
  bool trims_zeros = true;
  double wildness = 1;
};

Product product_of(const Listing& listing, const Kind& kind) {
  Product product;
  product.symbol = listing.symbol;
  product.name = listing.name;
  product.market = kind.market;
  product.type = kind.type;
  product.currency = kind.currency;
  product.active = listing.active;
  product.calendar = kind.calendar;
  product.price_digits = kind.price_digits;
  product.volume_digits = kind.volume_digits;
  product.lot = kind.lot;
  product.trims_zeros = kind.trims_zeros;
  product.price = listing.price;
  product.volume = listing.volume;
  product.wildness = kind.wildness;
  product.seed = seed_of(listing.symbol);
  return product;
}

void append(std::vector<Product>& products, const std::vector<Listing>& listings,
            const Kind& kind) {
  for (const Listing& each : listings) products.push_back(product_of(each, kind));
}

struct Foreign {
  Listing listing;
  std::string_view currency;
  Calendar calendar;
};

void append_indices(std::vector<Product>& products) {
  static const std::vector<Foreign> kIndices{
      {{"SPX", "S&P 500 Index", 6720, 2.9e9}, "USD", Calendar::kUs},
      {{"NDX", "NASDAQ 100 Index", 24600, 1.4e9}, "USD", Calendar::kUs},
      {{"DJI", "Dow Jones Industrial Average", 46900, 5.2e8}, "USD", Calendar::kUs},
      {{"IXIC", "NASDAQ Composite Index", 22400, 8.6e9}, "USD", Calendar::kUs},
      {{"RUT", "Russell 2000 Index", 2480, 2.1e9}, "USD", Calendar::kUs},
      {{"VIX", "CBOE Volatility Index", 24.3, 1e5}, "USD", Calendar::kUs},
      {{"DXY", "US Dollar Index", 99.8, 2e5}, "USD", Calendar::kForex},
      {{"FTSE", "FTSE 100 Index", 10250, 7.1e8}, "GBP", Calendar::kLondon},
      {{"DAX", "DAX Performance Index", 23400, 6.4e7}, "EUR", Calendar::kFrankfurt},
      {{"N225", "Nikkei 225", 53800, 1.3e9}, "JPY", Calendar::kTokyo},
      {{"HSI", "Hang Seng Index", 25600, 3.2e9}, "HKD", Calendar::kHk},
  };
  for (const Foreign& each : kIndices) {
    const Kind kind{"GLOBAL", Type::kIndex, each.currency, each.calendar, 2, 0, 1, true, 0.6};
    products.push_back(product_of(each.listing, kind));
  }
}

void append_crypto(std::vector<Product>& products) {
  static const std::vector<Listing> kDear{
      {"BTCUSDT", "Bitcoin / Tether", 70400, 24000},
      {"ETHUSDT", "Ethereum / Tether", 2080, 410000},
      {"BNBUSDT", "BNB / Tether", 645, 190000},
      {"SOLUSDT", "Solana / Tether", 87, 3.9e6},
      {"LTCUSDT", "Litecoin / Tether", 55, 420000},
      {"BCHUSDT", "Bitcoin Cash / Tether", 452, 71000},
      {"AVAXUSDT", "Avalanche / Tether", 9.6, 4.1e6},
      {"LINKUSDT", "Chainlink / Tether", 9.1, 5.4e6},
      {"ETHBTC", "Ethereum / Bitcoin", 0.02955, 21000},
  };
  static const std::vector<Listing> kCheap{
      {"XRPUSDT", "XRP / Tether", 1.39, 1.9e8},
      {"ADAUSDT", "Cardano / Tether", 0.263, 2.1e8},
      {"DOGEUSDT", "Dogecoin / Tether", 0.094, 1.2e9},
      {"TRXUSDT", "TRON / Tether", 0.29, 3.4e8},
      {"DOTUSDT", "Polkadot / Tether", 1.5, 1.8e7},
      {"XLMUSDT", "Stellar / Tether", 0.163, 1.1e8},
      {"SHIBUSDT", "Shiba Inu / Tether", 0.0000058, 1.3e12},
      {"LUNAUSDT", "Terra / Tether", 0.06, 1e7, false},
  };
  append(products, kDear, {"GLOBAL", Type::kCrypto, "USDT", Calendar::kCrypto, 2, 5, 1, false, 2});
  append(products, kCheap, {"GLOBAL", Type::kCrypto, "USDT", Calendar::kCrypto, 5, 0, 1, false, 2});
  for (Product& each : products) {
    // Prices so small that two or five digits would not show them move.
    if (each.symbol == "ETHBTC") each.price_digits = 6, each.currency = "BTC";
    if (each.symbol == "SHIBUSDT") each.price_digits = 8;
  }
}

void append_forex(std::vector<Product>& products) {
  static const std::vector<Listing> kPairs{
      {"EURUSD", "Euro / US Dollar", 1.155, 210000},
      {"GBPUSD", "British Pound / US Dollar", 1.338, 190000},
      {"AUDUSD", "Australian Dollar / US Dollar", 0.709, 120000},
      {"NZDUSD", "New Zealand Dollar / US Dollar", 0.588, 80000},
      {"USDCAD", "US Dollar / Canadian Dollar", 1.361, 110000},
      {"USDCHF", "US Dollar / Swiss Franc", 0.782, 100000},
      {"USDCNH", "US Dollar / Offshore Yuan", 6.88, 60000},
      {"USDHKD", "US Dollar / Hong Kong Dollar", 7.826, 30000},
      {"USDSGD", "US Dollar / Singapore Dollar", 1.278, 40000},
      {"EURGBP", "Euro / British Pound", 0.863, 90000},
      {"EURCHF", "Euro / Swiss Franc", 0.903, 70000},
  };
  static const std::vector<Listing> kYen{
      {"USDJPY", "US Dollar / Japanese Yen", 158.9, 200000},
      {"EURJPY", "Euro / Japanese Yen", 183.6, 150000},
      {"GBPJPY", "British Pound / Japanese Yen", 212.7, 160000},
  };
  static const std::vector<Listing> kMetals{
      {"XAUUSD", "Gold / US Dollar", 5130, 320000},
      {"XAGUSD", "Silver / US Dollar", 84.6, 240000},
      {"XAUEUR", "Gold / Euro", 4440, 60000},
  };
  append(products, kPairs, {"GLOBAL", Type::kForex, "USD", Calendar::kForex, 5, 0, 1, true, 0.15});
  append(products, kYen, {"GLOBAL", Type::kForex, "JPY", Calendar::kForex, 3, 0, 1, true, 0.2});
  append(products, kMetals, {"GLOBAL", Type::kForex, "USD", Calendar::kForex, 2, 0, 1, true, 0.6});
}

void append_futures(std::vector<Product>& products) {
  static const std::vector<Listing> kMainland{
      {"AP8888", "Apple, main contract", 9350, 140000},
      {"BU2609", "Bitumen 2609", 3420, 260000},
      {"RB8888", "Rebar, main contract", 3090, 1.1e6},
  };
  static const std::vector<Listing> kHongKong{
      {"HSI8888", "Hang Seng Index Futures, main contract", 25620, 110000},
      {"MHI8888", "Mini Hang Seng Index Futures, main contract", 25620, 240000},
  };
  append(products, kMainland, {"CN", Type::kFuture, "CNY", Calendar::kCn, 0, 0, 1, true, 0.8});
  append(products, kHongKong, {"HK", Type::kFuture, "HKD", Calendar::kHk, 0, 0, 1, true, 0.8});
}

}  // namespace

std::vector<Product> stock_listings() {
  std::vector<Product> products;
  append(products, us_stocks(), {"US", Type::kStock, "USD", Calendar::kUs});
  append(products, hk_stocks(), {"HK", Type::kStock, "HKD", Calendar::kHk, 3, 0, 100});
  append(products, cn_stocks(), {"CN", Type::kStock, "CNY", Calendar::kCn, 2, 0, 100, false});
  append(products, cn_indices(), {"CN", Type::kIndex, "CNY", Calendar::kCn, 2, 0, 100, true, 0.6});
  return products;
}

std::vector<Product> global_listings() {
  std::vector<Product> products;
  append_indices(products);
  append_crypto(products);
  append_forex(products);
  append_futures(products);
  return products;
}

}  // namespace tidegate::simulators::tickdb
