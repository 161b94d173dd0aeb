#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <grpcpp/support/server_callback.h>

#include "service/call.hpp"
#include "service/status.hpp"

namespace tidegate::service {

// What a call hears that comes when the server is about to stop.
inline grpc::Status stopping() {
  return {grpc::StatusCode::UNAVAILABLE, "the server is stopping; ask another one"};
}

// A question on its way: asked on the lane, answered to gRPC. `Answer` is what the desk gives,
// Encode turns it into the response and returns the provider's name for the log.
template <class Answer, class Encode>
class Unary final : public grpc::ServerUnaryReactor {
 public:
  using Ask = std::function<boost::asio::awaitable<core::Result<Answer>>(core::Deadline)>;

  static grpc::ServerUnaryReactor* start(Call call, boost::asio::any_io_executor lane, Ask ask,
                                         Encode encode) {
    auto self =
        std::shared_ptr<Unary>{new Unary{std::move(call), std::move(lane), std::move(encode)}};
    self->self_ = self;
    if (!self->call_.is_admitted()) {
      self->end(stopping(), {});
      return self.get();
    }
    if (self->call_.is_late()) {
      self->end({grpc::StatusCode::DEADLINE_EXCEEDED, "the deadline had passed on arrival"}, {});
      return self.get();
    }
    boost::asio::post(self->lane_,
                      [self, ask = std::move(ask)]() mutable { self->run(std::move(ask)); });
    return self.get();
  }

 private:
  Unary(Call call, boost::asio::any_io_executor lane, Encode encode)
      : call_{std::move(call)}, lane_{std::move(lane)}, encode_{std::move(encode)} {}

  // From here to land() everything is on the lane, the signal included.
  void run(Ask ask) {
    ask_ = std::move(ask);
    auto landed = [self = self_](const std::exception_ptr& thrown, core::Result<Answer> answer) {
      self->land(thrown, std::move(answer));
    };
    boost::asio::co_spawn(lane_, asking(),
                          boost::asio::bind_cancellation_slot(signal_.slot(), std::move(landed)));
  }

  boost::asio::awaitable<core::Result<Answer>> asking() {
    // A cancelled step reports it like any other failure; nothing is thrown through the lane.
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_return co_await ask_(call_.deadline());
  }

  void land(const std::exception_ptr& thrown, core::Result<Answer> answer) {
    if (thrown) return end({grpc::StatusCode::INTERNAL, "the server failed unexpectedly"}, {});
    if (!answer) {
      const auto& metadata = answer.error().metadata;
      const auto provider = metadata.find("provider");
      return end(status_of(answer.error()), provider == metadata.end() ? "" : provider->second);
    }
    const auto provider = encode_(*answer);
    end(grpc::Status::OK, provider);
  }

  void end(const grpc::Status& status, const std::string& provider) {
    call_.end(status, provider);
    Finish(status);
  }

  void OnCancel() override {
    boost::asio::post(
        lane_, [self = self_] { self->signal_.emit(boost::asio::cancellation_type::terminal); });
  }
  void OnDone() override {
    call_.leave();
    self_.reset();
  }

  Call call_;
  boost::asio::any_io_executor lane_;
  Encode encode_;
  Ask ask_;
  boost::asio::cancellation_signal signal_;
  std::shared_ptr<Unary> self_;  // until OnDone
};

// A call that needs nobody's answer.
inline grpc::ServerUnaryReactor* finish(Call call, grpc::CallbackServerContext& context,
                                        const grpc::Status& status) {
  const auto last_word = call.is_admitted() ? status : stopping();
  call.end(last_word, {});
  call.leave();
  auto* const reactor = context.DefaultReactor();
  reactor->Finish(last_word);
  return reactor;
}

}  // namespace tidegate::service
