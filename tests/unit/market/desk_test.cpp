#include "market/desk.hpp"

#include <deque>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include "net/lane.hpp"

namespace tidegate::market {
namespace {

namespace asio = boost::asio;
using core::Fault;
using namespace std::chrono_literals;

// A provider on a lane of its own that fails as often as it is told, then answers.
class Scripted final : public upstream::FlowSource, public upstream::InstrumentSource {
 public:
  explicit Scripted(std::string name) : name_{std::move(name)}, lane_{name_} {}

  Provider provider() { return {name_, lane_.executor(), this, nullptr, this, nullptr, nullptr}; }

  bool serves(core::Market market, core::InstrumentType, core::FlowPeriod) const noexcept override {
    return market != core::Market::kCrypto;
  }

  upstream::Asked<core::CapitalFlow> capital_flow(core::FlowQuery, core::Deadline) override {
    ++asked;
    thread = std::this_thread::get_id();
    if (delay > 0ms) {
      asio::steady_timer timer{lane_.executor(), delay};
      co_await timer.async_wait(asio::use_awaitable);
    }
    if (!failures.empty()) {
      auto error = std::move(failures.front());
      failures.pop_front();
      co_return error;
    }
    core::Answer<core::CapitalFlow> answer{{}, {name_, {}, {}, {}, {}}};
    co_return answer;
  }

  asio::awaitable<core::Result<std::vector<core::Instrument>>> look_up(
      std::vector<core::Instrument>, core::Deadline) override {
    co_return listed;
  }
  std::string known_name(const core::Instrument&) const override { return "a name"; }

  std::deque<core::Error> failures;
  std::vector<core::Instrument> listed;
  std::chrono::milliseconds delay{0};
  std::atomic<int> asked = 0;
  std::thread::id thread;

 private:
  std::string name_;
  net::Lane lane_;
};

class DeskOfTwo : public ::testing::Test {
 protected:
  core::Result<Served<core::CapitalFlow>> ask(const std::string& symbol,
                                              const std::string& provider = "") {
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    auto asking = desk_.capital_flow(wish(symbol, provider), core::FlowPeriod::kIntraday,
                                     std::nullopt, deadline);
    return asio::co_spawn(desk_.lane(), std::move(asking), asio::use_future).get();
  }

  static Wish wish(const std::string& symbol, const std::string& provider) {
    return {symbol, *core::read_symbol(symbol, core::InstrumentType::kUnspecified), provider};
  }

  static core::Error failure(Fault fault) { return {fault, "as told"}; }

  Scripted first_{"first"};
  Scripted second_{"second"};
  Desk desk_{Providers{first_.provider(), second_.provider()}};
};

TEST_F(DeskOfTwo, FirstInOrderAnswers) {
  const auto served = ask("700.HK");

  ASSERT_TRUE(served.has_value());
  EXPECT_EQ(served->answer.provenance.provider, "first");
  EXPECT_TRUE(served->answer.provenance.fallback_from.empty());
  EXPECT_EQ(second_.asked, 0);
}

TEST_F(DeskOfTwo, DemandedProviderAnswersOnItsOwnLane) {
  const auto served = ask("700.HK", "second");

  ASSERT_TRUE(served.has_value());
  EXPECT_EQ(served->answer.provenance.provider, "second");
  EXPECT_EQ(first_.asked, 0);
  ASSERT_TRUE(ask("700.HK", "first").has_value());
  EXPECT_NE(first_.thread, second_.thread);
}

TEST_F(DeskOfTwo, NextAnswersForOneThatCannotAndSaysSo) {
  for (const auto fault : {Fault::kUpstreamRateLimit, Fault::kUpstreamCredential,
                           Fault::kUpstreamMalformed, Fault::kSymbolNotFound}) {
    SCOPED_TRACE(core::reason_of(fault));
    first_.failures = {failure(fault)};
    const auto served = ask("700.HK");
    ASSERT_TRUE(served.has_value());
    EXPECT_EQ(served->answer.provenance.provider, "second");
    EXPECT_EQ(served->answer.provenance.fallback_from, "first");
    EXPECT_EQ(served->answer.provenance.fallback_reason, fault);
  }
}

TEST_F(DeskOfTwo, CallersFaultIsNotAskedAround) {
  for (const auto fault :
       {Fault::kInvalidField, Fault::kAmbiguousSymbol, Fault::kDeadlineExceeded}) {
    first_.failures = {failure(fault)};
    EXPECT_EQ(ask("700.HK").error().fault, fault);
  }
  EXPECT_EQ(second_.asked, 0);
}

TEST_F(DeskOfTwo, WhenAllFailTheFirstOnesReasonIsTheAnswer) {
  first_.failures = {failure(Fault::kUpstreamRateLimit)};
  second_.failures = {failure(Fault::kUpstreamEntitlement)};

  EXPECT_EQ(ask("700.HK").error().fault, Fault::kUpstreamRateLimit);
}

TEST_F(DeskOfTwo, UnreachedProviderIsAskedOnceMore) {
  first_.failures = {failure(Fault::kUpstreamUnavailable)};

  const auto served = ask("700.HK");

  ASSERT_TRUE(served.has_value());
  EXPECT_EQ(served->answer.provenance.provider, "first");
  EXPECT_EQ(first_.asked, 2);
}

TEST_F(DeskOfTwo, ProviderThatNamesItsTimeIsNotAskedBeforeIt) {
  auto busy = failure(Fault::kUpstreamUnavailable);
  busy.retry_after = 30s;
  first_.failures = {busy};

  EXPECT_EQ(ask("700.HK")->answer.provenance.provider, "second");
  EXPECT_EQ(first_.asked, 1);
}

TEST_F(DeskOfTwo, WhatNobodyServesIsSaidWithoutAsking) {
  EXPECT_EQ(ask("BTCUSDT").error().fault, Fault::kNotServed);
  EXPECT_EQ(ask("700.HK", "nobody").error().fault, Fault::kNotServed);
  EXPECT_EQ(first_.asked + second_.asked, 0);
}

TEST_F(DeskOfTwo, BareCodeIsWhatTheListsSay) {
  const auto shenzhen =
      core::read_symbol("000001.SZ", core::InstrumentType::kUnspecified)->candidates.front();
  const auto shanghai =
      core::read_symbol("000001.SH", core::InstrumentType::kUnspecified)->candidates.front();

  EXPECT_EQ(ask("000001").error().fault, Fault::kSymbolNotFound);
  first_.listed = {shenzhen};
  EXPECT_EQ(ask("000001")->instrument.symbol, "000001.SZ");
  second_.listed = {shanghai};
  EXPECT_EQ(ask("000001").error().fault, Fault::kAmbiguousSymbol);
}

TEST_F(DeskOfTwo, LeavingReachesTheProviderOnAnotherLane) {
  second_.delay = 10s;
  asio::cancellation_signal leave;
  std::promise<core::Result<Served<core::CapitalFlow>>> ended;
  auto done = [&](const std::exception_ptr& thrown,
                  core::Result<Served<core::CapitalFlow>> result) {
    if (thrown) {
      ended.set_value(failure(Fault::kCancelled));
    } else {
      ended.set_value(std::move(result));
    }
  };
  asio::post(desk_.lane(), [&] {
    auto asking = desk_.capital_flow(wish("700.HK", "second"), core::FlowPeriod::kIntraday,
                                     std::nullopt, std::chrono::steady_clock::now() + 20s);
    asio::co_spawn(desk_.lane(), std::move(asking),
                   asio::bind_cancellation_slot(leave.slot(), done));
  });
  while (second_.asked == 0) std::this_thread::yield();

  asio::post(desk_.lane(), [&] { leave.emit(asio::cancellation_type::terminal); });

  EXPECT_TRUE(ended.get_future().get().has_error());
}

}  // namespace
}  // namespace tidegate::market
