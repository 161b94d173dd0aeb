#include "upstream/pulse.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace tidegate::upstream {
namespace {

using namespace std::chrono_literals;
using core::Fault;
using State = Pulse::State;

constexpr core::Instant kNow{1773279000s};

void fail(Pulse& pulse, Fault fault, core::Instant when = kNow) {
  pulse.count_failure(core::Error{fault, "told"}, 10ms, when);
}

TEST(Pulse, BeforeTheFirstQuestionItIsIdle) {
  const Pulse pulse;

  EXPECT_EQ(pulse.state(), State::kIdle);
  EXPECT_EQ(pulse.requests(), 0U);
  EXPECT_EQ(pulse.failures(), 0U);
  EXPECT_FALSE(pulse.last_contact());
  EXPECT_FALSE(pulse.last_error());
  EXPECT_FALSE(pulse.clock_skew());
}

TEST(Pulse, AnAnswerIsAContact) {
  Pulse pulse;
  pulse.count_answer(20ms, kNow);

  EXPECT_EQ(pulse.state(), State::kLive);
  EXPECT_EQ(pulse.requests(), 1U);
  EXPECT_EQ(pulse.last_contact(), kNow);
  EXPECT_FALSE(pulse.last_error());
}

TEST(Pulse, ThreeFailuresInARowMeanFailing) {
  Pulse pulse;
  fail(pulse, Fault::kUpstreamUnavailable);
  fail(pulse, Fault::kUpstreamMalformed);
  EXPECT_EQ(pulse.state(), State::kLive);

  fail(pulse, Fault::kUpstreamUnavailable);
  EXPECT_EQ(pulse.state(), State::kFailing);
  EXPECT_FALSE(pulse.last_contact());

  pulse.count_answer(1ms, kNow);
  EXPECT_EQ(pulse.state(), State::kLive);
}

TEST(Pulse, AnAnswerInBetweenBreaksTheRow) {
  Pulse pulse;
  for (int i = 0; i < 10; ++i) {
    fail(pulse, Fault::kUpstreamUnavailable);
    fail(pulse, Fault::kUpstreamUnavailable);
    pulse.count_answer(1ms, kNow);
    EXPECT_EQ(pulse.state(), State::kLive);
  }
}

TEST(Pulse, ARefusedCredentialIsEnough) {
  Pulse pulse;
  pulse.count_answer(1ms, kNow);
  fail(pulse, Fault::kUpstreamCredential);

  EXPECT_EQ(pulse.state(), State::kFailing);
}

TEST(Pulse, ARefusalIsAnAnswer) {
  for (const auto fault : {Fault::kSymbolNotFound, Fault::kAmbiguousSymbol, Fault::kInvalidField,
                           Fault::kNotServed, Fault::kRangeNotKept, Fault::kUpstreamRateLimit,
                           Fault::kUpstreamCredits, Fault::kUpstreamEntitlement}) {
    Pulse pulse;
    fail(pulse, Fault::kUpstreamUnavailable);
    fail(pulse, Fault::kUpstreamUnavailable);

    fail(pulse, fault, kNow + 1s);

    EXPECT_EQ(pulse.last_contact(), kNow + 1s);
    fail(pulse, Fault::kUpstreamUnavailable);
    EXPECT_EQ(pulse.state(), State::kLive);
  }
}

TEST(Pulse, WhatTheCallerEndedSaysNothingOfTheUpstream) {
  for (const auto fault : {Fault::kCancelled, Fault::kDeadlineExceeded}) {
    Pulse pulse;
    fail(pulse, Fault::kUpstreamUnavailable);
    fail(pulse, Fault::kUpstreamUnavailable);

    for (int i = 0; i < 5; ++i) fail(pulse, fault);

    EXPECT_EQ(pulse.state(), State::kLive);
    EXPECT_FALSE(pulse.last_contact());
    fail(pulse, Fault::kUpstreamUnavailable);
    EXPECT_EQ(pulse.state(), State::kFailing);
  }
}

TEST(Pulse, FailuresAreCountedByTheirFault) {
  Pulse pulse;
  fail(pulse, Fault::kUpstreamUnavailable);
  fail(pulse, Fault::kSymbolNotFound, kNow + 1s);
  fail(pulse, Fault::kSymbolNotFound, kNow + 2s);
  fail(pulse, Fault::kCancelled, kNow + 3s);

  EXPECT_EQ(pulse.failures(Fault::kUpstreamUnavailable), 1U);
  EXPECT_EQ(pulse.failures(Fault::kSymbolNotFound), 2U);
  EXPECT_EQ(pulse.failures(Fault::kCancelled), 1U);
  EXPECT_EQ(pulse.failures(Fault::kInvalidField), 0U);
  EXPECT_EQ(pulse.failures(), 4U);
  EXPECT_EQ(pulse.requests(), 4U);
  const auto last = pulse.last_error();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->fault, Fault::kCancelled);
  EXPECT_EQ(last->when, kNow + 3s);
}

TEST(Pulse, TheirClockIsComparedWithOurs) {
  Pulse pulse;
  pulse.note_clock(kNow + 1500ms, kNow);
  EXPECT_EQ(pulse.clock_skew(), 1500ms);

  pulse.note_clock(kNow - 2s, kNow);
  EXPECT_EQ(pulse.clock_skew(), -2s);
}

TEST(Pulse, LatenciesFallIntoTheBucketThatHoldsThem) {
  Pulse pulse;
  pulse.count_answer(1ms, kNow);
  pulse.count_answer(5ms, kNow);
  pulse.count_answer(5001us, kNow);
  pulse.count_answer(10s, kNow);
  pulse.count_answer(11s, kNow);
  pulse.count_failure(core::Error{Fault::kUpstreamUnavailable, "told"}, 20s, kNow);

  EXPECT_EQ(pulse.latency_count(0), 2U);
  EXPECT_EQ(pulse.latency_count(1), 1U);
  EXPECT_EQ(pulse.latency_count(Pulse::kLatencyBounds.size() - 1), 1U);
  EXPECT_EQ(pulse.latency_count(Pulse::kLatencyBounds.size()), 2U);
  EXPECT_NEAR(pulse.latency_sum_seconds(), 41.011001, 1e-9);
}

}  // namespace
}  // namespace tidegate::upstream
