#include "net/lane.hpp"

#include <utility>

#include <pthread.h>

namespace tidegate::net {
namespace {

constexpr std::size_t kThreadNameMax = 15;  // the kernel's limit

}  // namespace

Lane::Lane(std::string name)
    : name_{std::move(name)}, work_{context_.get_executor()}, thread_{[this] {
        pthread_setname_np(pthread_self(), name_.substr(0, kThreadNameMax).c_str());
        context_.run();
      }} {}

Lane::~Lane() {
  stop();
}

void Lane::stop() {
  work_.reset();
  if (thread_.joinable()) thread_.join();
}

}  // namespace tidegate::net
