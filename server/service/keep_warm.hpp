#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <grpcpp/server.h>

namespace tidegate::service {

// gRPC 1.51's callback workers sleep for 100 ms at a time once nothing has happened for a second,
// and the next caller waits with them. A call to ourselves, often enough, keeps them awake.
class KeepWarm {
 public:
  explicit KeepWarm(grpc::Server& server);
  ~KeepWarm();
  KeepWarm(const KeepWarm&) = delete;
  KeepWarm& operator=(const KeepWarm&) = delete;

 private:
  void run();

  std::shared_ptr<grpc::Channel> channel_;  // dies with us, never in a callback
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
  std::thread thread_;  // last: it uses what is above
};

}  // namespace tidegate::service
