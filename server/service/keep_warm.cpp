#include "service/keep_warm.hpp"

#include <chrono>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "grpc/health/v1/health.grpc.pb.h"

namespace tidegate::service {

KeepWarm::KeepWarm(grpc::Server& server)
    : channel_{server.InProcessChannel(grpc::ChannelArguments{})}, thread_{[this] { run(); }} {}

KeepWarm::~KeepWarm() {
  {
    const std::scoped_lock lock{mutex_};
    stop_ = true;
  }
  stopping_.notify_one();
  thread_.join();
}

void KeepWarm::run() {
  // Below the second after which the workers fall asleep, with room for a missed turn.
  constexpr std::chrono::milliseconds kPeriod{400};
  const auto health = grpc::health::v1::Health::NewStub(channel_);
  std::unique_lock lock{mutex_};
  while (!stopping_.wait_for(lock, kPeriod, [this] { return stop_; })) {
    lock.unlock();
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPeriod);
    grpc::health::v1::HealthCheckResponse response;
    health->Check(&context, {}, &response);  // whatever it answers, the workers are awake
    lock.lock();
  }
}

}  // namespace tidegate::service
