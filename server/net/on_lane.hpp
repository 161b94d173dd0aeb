#pragma once

#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tidegate::net {

// Performs the work on its lane, whatever lane asks. Cancelling the asker cancels the work.
template <class T>
boost::asio::awaitable<T> on_lane(boost::asio::any_io_executor lane,
                                  boost::asio::awaitable<T> work) {
  auto here = co_await boost::asio::this_coro::executor;
  if (here == lane) co_return co_await std::move(work);
  co_return co_await boost::asio::co_spawn(lane, std::move(work), boost::asio::use_awaitable);
}

}  // namespace tidegate::net
