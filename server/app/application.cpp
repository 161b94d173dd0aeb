#include "app/application.hpp"

#include <csignal>
#include <cstdlib>
#include <utility>

#include <boost/asio/post.hpp>

namespace tidegate::app {

Application::Application(const ops::Config& config, core::Log& log)
    : config_{config},
      log_{log},
      calls_{log, call_stats_, {config.log_slow_call, config.log_sample}} {}

Application::~Application() {
  if (server_) server_->stop(std::chrono::milliseconds{0});
  if (upstreams_) upstreams_->stop();
}

core::Result<std::unique_ptr<Application>> Application::create(const ops::Config& config,
                                                               core::Log& log) {
  std::unique_ptr<Application> application{new Application{config, log}};
  if (auto started = application->start(); !started) return started.error();
  return application;
}

core::Result<void> Application::start() {
  auto upstreams = Upstreams::create(config_, log_);
  if (!upstreams) return upstreams.error();
  upstreams_ = *std::move(upstreams);
  desk_ = std::make_unique<market::Desk>(upstreams_->providers());
  std::vector<ops::ProviderFigures> figures;
  for (const auto& each : desk_->providers())
    figures.push_back({each.name, *each.pulse, *each.connections});
  metrics_ = std::make_unique<ops::Metrics>(service::version(), call_stats_, std::move(figures));
  auto admin =
      ops::Admin::listen(context_, config_.admin_listen.host, config_.admin_listen.port, pages());
  if (!admin) return admin.error();
  admin_ = *std::move(admin);
  auto server =
      service::Server::listen(config_.grpc_listen.host, config_.grpc_listen.port, *desk_, calls_);
  if (!server) return server.error();
  server_ = *std::move(server);
  provider_up_.assign(desk_->providers().size(), true);
  return {};
}

ops::Admin::Pages Application::pages() {
  return {{"/livez",
           [] {
             return ops::Page{200, "text/plain; charset=utf-8", "alive\n"};
           }},
          {"/readyz",
           [this] {
             const bool ready = server_ != nullptr && !draining_;
             return ops::Page{ready ? 200U : 503U, "text/plain; charset=utf-8",
                              ready       ? "ready\n"
                              : draining_ ? "draining\n"
                                          : "starting\n"};
           }},
          {"/metrics",
           [this] {
             return ops::Page{200, "text/plain; version=0.0.4; charset=utf-8", metrics_->text()};
           }},
          {"/version", [] {
             return ops::Page{200, "application/json",
                              "{\"version\":\"" + service::version() + "\"}\n"};
           }}};
}

void Application::run() {
  log_.write(core::Level::kInfo, "listening",
             {{"version", service::version()},
              {"grpc", config_.grpc_listen.host + ":" + std::to_string(server_->port())},
              {"admin", config_.admin_listen.host + ":" + std::to_string(admin_->port())}});
  watch_providers();
  context_.run();
}

void Application::request_stop() {
  boost::asio::post(context_, [this] { drain(); });
}

void Application::stop_on_signals() {
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  signals_.async_wait([this](boost::system::error_code error, int number) {
    if (!error) on_signal(number);
  });
}

void Application::on_signal(int number) {
  log_.write(core::Level::kInfo, "signal", {{"number", std::int64_t{number}}});
  // The second signal is left to the system: it ends us at once.
  signals_.clear();
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  drain();
}

void Application::watch_providers() {
  constexpr std::chrono::milliseconds kPeriod{500};
  for (std::size_t i = 0; i < provider_up_.size(); ++i) {
    const auto& provider = desk_->providers()[i];
    const bool up = provider.pulse->state() != upstream::Pulse::State::kFailing;
    if (up == provider_up_[i]) continue;
    provider_up_[i] = up;
    server_->set_provider_health(provider.name, up);
    log_.write(up ? core::Level::kInfo : core::Level::kWarning,
               up ? "provider_back" : "provider_failing", {{"provider", provider.name}});
  }
  watch_.expires_after(kPeriod);
  watch_.async_wait([this](boost::system::error_code error) {
    if (!error && !draining_) watch_providers();
  });
}

void Application::drain() {
  if (std::exchange(draining_, true)) return;
  watch_.cancel();
  log_.write(core::Level::kInfo, "draining",
             {{"grace_ms", std::int64_t{config_.shutdown_grace.count()}}});
  server_->look_away();
  delay_.expires_after(config_.shutdown_delay);
  delay_.async_wait([this](boost::system::error_code) {
    stopping_ = std::thread{[this] {
      server_->stop(config_.shutdown_grace);
      boost::asio::post(context_, [this] { finish(); });
    }};
  });
}

void Application::finish() {
  stopping_.join();
  upstreams_->stop();
  admin_->stop();
  log_.write(core::Level::kInfo, "stopped", {});
}

}  // namespace tidegate::app
