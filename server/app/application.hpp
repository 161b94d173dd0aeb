#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "app/upstreams.hpp"
#include "market/desk.hpp"
#include "ops/admin.hpp"
#include "ops/config.hpp"
#include "ops/metrics.hpp"
#include "service/server.hpp"

namespace tidegate::app {

// The whole process but its arguments. Members stand in the order in which they start; they stop
// in the reverse: server before lanes, since the last calls still need theirs.
class Application {
 public:
  static core::Result<std::unique_ptr<Application>> create(const ops::Config& config,
                                                           core::Log& log);
  ~Application();

  std::uint16_t grpc_port() const noexcept { return server_->port(); }
  std::uint16_t admin_port() const { return admin_->port(); }

  // Serves until request_stop(), from whatever thread, or a signal that was asked for.
  void run();
  void request_stop();
  void stop_on_signals();

 private:
  Application(const ops::Config& config, core::Log& log);
  core::Result<void> start();
  ops::Admin::Pages pages();
  void on_signal(int number);
  void watch_providers();
  void drain();
  void finish();

  ops::Config config_;
  core::Log& log_;
  boost::asio::io_context context_{1};  // main: signals, admin pages, the look at the providers
  boost::asio::signal_set signals_{context_};
  boost::asio::steady_timer watch_{context_};
  boost::asio::steady_timer delay_{context_};
  std::unique_ptr<Upstreams> upstreams_;
  std::unique_ptr<market::Desk> desk_;
  service::CallStats call_stats_;
  service::CallDesk calls_;
  std::unique_ptr<service::Server> server_;
  std::unique_ptr<ops::Metrics> metrics_;
  std::unique_ptr<ops::Admin> admin_;
  std::vector<bool> provider_up_;
  bool draining_ = false;
  std::thread stopping_;  // waits for the last calls, so that the admin pages go on answering
};

}  // namespace tidegate::app
