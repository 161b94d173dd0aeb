#pragma once

#include <chrono>
#include <filesystem>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include "core/log.hpp"
#include "net/https_client.hpp"
#include "net/lane.hpp"
#include "tests/simulators/sandbox.hpp"

namespace tidegate::testing {

using namespace std::chrono_literals;

// Keeps what was written, so that a test can ask for it.
class KeptLog final : public core::Log {
 public:
  bool wants(core::Level) const noexcept override { return false; }
  void write(core::Level, std::string_view event, std::span<const core::Field> fields) override {
    std::string line{event};
    for (const auto& each : fields) {
      if (const auto* text = std::get_if<std::string_view>(&each.value)) {
        line += " " + std::string{each.key} + "=" + std::string{*text};
      }
    }
    const std::scoped_lock lock{mutex_};
    lines_.push_back(std::move(line));
  }
  std::vector<std::string> lines() const {
    const std::scoped_lock lock{mutex_};
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

// A folder of the test's own, gone when it ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tidegate-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A sandbox, and a lane with an HTTPS client that trusts it.
class UpstreamFixture : public ::testing::Test {
 protected:
  void TearDown() override { lane_.stop(); }

  virtual simulators::SandboxOptions sandbox_options() const {
    simulators::SandboxOptions options;
    options.directory = folder_.path();
    options.requests_per_minute = 1'000'000;
    return options;
  }

  std::unique_ptr<net::HttpsClient> make_client(net::HttpLimits limits,
                                                std::optional<net::Proxy> proxy = std::nullopt) {
    auto target =
        net::HttpsTarget{*net::parse_url(sandbox_.tickdb_url()), std::move(proxy), limits};
    auto client = net::HttpsClient::create(lane_.executor(), std::move(target), sandbox_.ca_file());
    EXPECT_TRUE(client.has_value());
    return *std::move(client);
  }

  // Performs the coroutine on the lane and waits for its value.
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return boost::asio::co_spawn(lane_.executor(), std::move(work), boost::asio::use_future).get();
  }

  core::Result<net::HttpResponse> get(net::HttpsClient& client, const std::string& target,
                                      std::chrono::milliseconds patience = 5s) {
    net::HttpRequest request;
    request.target = target;
    request.headers.emplace_back("X-API-Key", "sandbox-key");
    return run(client.send(request, std::chrono::steady_clock::now() + patience));
  }

  void fault(simulators::FaultKind kind, int times = 1,
             std::chrono::milliseconds delay = std::chrono::milliseconds{0}) {
    simulators::Fault fault;
    fault.kind = kind;
    fault.times = times;
    fault.delay = delay;
    sandbox_.add_fault(fault);
  }

  TemporaryFolder folder_;
  simulators::Sandbox sandbox_{sandbox_options()};
  net::Lane lane_{"test"};
  std::unique_ptr<net::HttpsClient> https_{make_client({})};
};

}  // namespace tidegate::testing
