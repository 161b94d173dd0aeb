#pragma once

#include <string>
#include <thread>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace tidegate::net {

// One thread and the queue it serves. Everything that belongs to one upstream happens here, so
// none of it needs a lock. Declared before what runs on it, stopped before that is destroyed.
class Lane {
 public:
  explicit Lane(std::string name);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  boost::asio::any_io_executor executor() { return context_.get_executor(); }
  const std::string& name() const noexcept { return name_; }

  // Lets what is under way finish (every operation has a deadline), then joins.
  void stop();

 private:
  std::string name_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::thread thread_;  // last: it uses what is above
};

}  // namespace tidegate::net
