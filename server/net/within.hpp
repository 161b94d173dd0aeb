#pragma once

#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/time.hpp"

namespace tidegate::net {

// The work's result, or nothing when the deadline comes first; the work is cancelled then.
// For what has no timeout of its own: the streams here have.
template <class T>
boost::asio::awaitable<std::optional<T>> within(core::Deadline deadline,
                                                boost::asio::awaitable<T> work) {
  using boost::asio::experimental::awaitable_operators::operator||;
  auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer{executor, deadline};
  auto waiting = timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  auto race = std::move(work) || std::move(waiting);
  auto first = co_await std::move(race);
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return std::nullopt;
}

}  // namespace tidegate::net
