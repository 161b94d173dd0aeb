#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "tests/simulators/exchange.hpp"
#include "tests/simulators/faults.hpp"
#include "tests/simulators/wire.hpp"

namespace tidegate::simulators {

struct Delivery {
  Wire& wire;
  std::string date;
  bool keep;  // whether the connection may stay
};

// Sends the reply as it should be. True: the connection can carry the next request.
boost::asio::awaitable<bool> deliver(Delivery delivery, const Reply& reply);

// Whether the fault replaces the provider's answer, so that the provider need not be asked.
bool replaces_answer(FaultKind kind);
Reply replacement(const Fault& fault);

// Sends the reply as the fault wants it.
boost::asio::awaitable<bool> misbehave(Delivery delivery, Fault fault, Reply reply);

// The same JSON shape with the types of the values swapped; `code` and `message` stay, so that the
// reader goes on to `data`. `turn` chooses where the cycle of wrong types starts.
std::string with_wrong_types(const std::string& body, int turn);

}  // namespace tidegate::simulators
