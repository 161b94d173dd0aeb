#include "tests/simulators/mischief.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tidegate::simulators {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr std::size_t kHugeBody = 64U * 1024 * 1024;
constexpr std::size_t kHugeHeaders = 1024U * 1024;
constexpr std::string_view kPage =
    "<html>\r\n<head><title>Bad gateway</title></head>\r\n<body>\r\n<center><h1>Bad gateway</h1>"
    "</center>\r\n</body>\r\n</html>\r\n";

std::string head_for(const Delivery& delivery, const Reply& reply) {
  return head_of(reply, delivery.date, reply.body.size(), delivery.keep);
}

asio::awaitable<bool> part_then_drop(Wire& wire, std::string bytes) {
  co_await wire.send(bytes);
  wire.drop();
  co_return false;
}

asio::awaitable<bool> drip(Delivery delivery, milliseconds delay, Reply reply) {
  const std::string bytes = head_for(delivery, reply) + reply.body;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::string_view piece{bytes.data() + i, 1};
    const bool sent = co_await delivery.wire.send(piece);
    if (!sent) co_return false;
    const bool waited = co_await delivery.wire.pause(delay);
    if (!waited) co_return false;
  }
  co_return delivery.keep;
}

asio::awaitable<bool> truncate(Delivery delivery, Reply reply) {
  const std::size_t announced = reply.body.size() + 512;
  const std::string bytes = head_of(reply, delivery.date, announced, delivery.keep) + reply.body;
  co_await delivery.wire.send(bytes);
  co_return false;
}

// Bars of one symbol without end: nothing in any single piece gives it away.
std::string huge_piece() {
  std::string piece;
  while (piece.size() < 64U * 1024) {
    piece +=
        R"({"time":1773259020000,"open":"260.86","high":"261.05","low":"260.7","close":"260.81",)"
        R"("volume":"963419","quote_volume":"251311057.55"},)";
  }
  return piece;
}

asio::awaitable<bool> flood_body(Delivery delivery) {
  const std::string piece = huge_piece();
  const std::string start =
      R"({"code":0,"message":"success","data":{"symbol":"AAPL.US","interval":"1m","klines":[)";
  const std::string end = R"({"time":1773259020000}]}})";
  const std::size_t pieces = kHugeBody / piece.size() + 1;
  const Reply reply;
  const std::size_t size = start.size() + pieces * piece.size() + end.size();
  const std::string head = head_of(reply, delivery.date, size, delivery.keep) + start;
  bool sent = co_await delivery.wire.send(head);
  for (std::size_t i = 0; sent && i < pieces; ++i) sent = co_await delivery.wire.send(piece);
  if (sent) sent = co_await delivery.wire.send(end);
  co_return sent&& delivery.keep;
}

asio::awaitable<bool> flood_headers(Delivery delivery, Reply reply) {
  const std::string filler(1000, 'x');
  for (std::size_t size = 0; size < kHugeHeaders; size += filler.size()) {
    reply.headers.emplace_back("X-Filler-" + std::to_string(size / filler.size()), filler);
  }
  const bool again = co_await deliver(delivery, reply);
  co_return again;
}

asio::awaitable<bool> late(Delivery delivery, milliseconds delay, Reply reply) {
  const bool waited = co_await delivery.wire.pause(delay);
  if (!waited) co_return false;
  const bool again = co_await deliver(delivery, reply);
  co_return again;
}

asio::awaitable<bool> silence(Delivery delivery) {
  delivery.wire.drop();
  co_return false;
}

}  // namespace

asio::awaitable<bool> deliver(Delivery delivery, const Reply& reply) {
  const std::string bytes = head_for(delivery, reply) + reply.body;
  const bool sent = co_await delivery.wire.send(bytes);
  co_return sent&& delivery.keep;
}

bool replaces_answer(FaultKind kind) {
  return kind == FaultKind::kStatus || kind == FaultKind::kReply || kind == FaultKind::kNotJson;
}

Reply replacement(const Fault& fault) {
  Reply reply;
  if (fault.status != 0) reply.status = static_cast<unsigned>(fault.status);
  reply.headers = fault.headers;
  reply.body = fault.body;
  const bool page =
      fault.kind == FaultKind::kNotJson || (fault.kind == FaultKind::kStatus && fault.body.empty());
  if (page) {
    reply.content_type = "text/html";
    reply.body = kPage;
  }
  return reply;
}

asio::awaitable<bool> misbehave(Delivery delivery, Fault fault, Reply reply) {
  switch (fault.kind) {
    case FaultKind::kDelay: return late(delivery, fault.delay, std::move(reply));
    case FaultKind::kSlowDrip: return drip(delivery, fault.delay, std::move(reply));
    case FaultKind::kTruncatedBody: return truncate(delivery, std::move(reply));
    case FaultKind::kHugeBody: return flood_body(delivery);
    case FaultKind::kHugeHeaders: return flood_headers(delivery, std::move(reply));
    case FaultKind::kDropBeforeHeaders:
    case FaultKind::kCloseIdle: return silence(delivery);
    case FaultKind::kDropInHeaders: {
      const std::string head = head_for(delivery, reply);
      return part_then_drop(delivery.wire, head.substr(0, head.size() / 2));
    }
    case FaultKind::kDropInBody: {
      const std::string half = reply.body.substr(0, reply.body.size() / 2);
      return part_then_drop(delivery.wire, head_for(delivery, reply) + half);
    }
    case FaultKind::kNone:
    case FaultKind::kStatus:
    case FaultKind::kReply:
    case FaultKind::kNotJson:
    case FaultKind::kWrongTypes:
    case FaultKind::kRefuseConnections:
    case FaultKind::kTickDbCode: break;
  }
  return late(delivery, milliseconds{0}, std::move(reply));
}

}  // namespace tidegate::simulators
