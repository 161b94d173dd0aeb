#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::simulators {

// A drop closes the socket without TLS's farewell, as a crash or a cut line would.
enum class FaultKind {
  kNone,
  kDelay,              // waits `delay`, then answers
  kStatus,             // `status`, and a gateway's page for a body unless `body` says otherwise
  kReply,              // `body` verbatim, with `status` (200 unless given)
  kDropBeforeHeaders,  // reads the request and drops the connection
  kDropInHeaders,      // drops it half-way through the headers
  kDropInBody,         // drops it half-way through the body
  kSlowDrip,           // the true answer, one byte per `delay`
  kTruncatedBody,      // announces more bytes than it sends, then ends politely
  kNotJson,            // 200 and an HTML page
  kWrongTypes,         // the true answer with the types of the values in `data` swapped
  kHugeBody,           // 64 MiB that look right
  kHugeHeaders,        // the true answer, with 1 MiB of headers
  kCloseIdle,          // on a kept connection only: reads the next request, drops, never answers
  kRefuseConnections,  // accepts and closes at once; `times` counts connections
  kTickDbCode,         // the provider's error `code`, in the shape `variant`
};

struct Fault {
  FaultKind kind = FaultKind::kNone;
  std::string path_prefix = {};        // empty: every path
  int times = 1;                       // how many requests it hits; -1: until cleared
  std::chrono::milliseconds delay{0};  // kDelay, kSlowDrip (between pieces)
  int status = 0;                      // kStatus, kReply
  std::string body = {};               // kReply: served verbatim
  std::vector<std::pair<std::string, std::string>> headers = {};  // added, e.g. Retry-After
  std::string code = {};  // kTickDbCode: any code of the provider's table, e.g. "3001"
  int variant = 0;  // which of the published shapes of an error's body (0 to 6), or of the swaps
};

std::string_view name_of(FaultKind kind);  // "drop_in_body"
std::optional<FaultKind> fault_kind(std::string_view name);

// What is wrong with a fault, as a sentence; empty when it can be served.
std::optional<std::string> complaint_about(const Fault& fault);

// The faults that wait for their requests, oldest first. Any thread.
class FaultBox {
 public:
  void add(Fault fault);
  void clear();

  // The first fault that hits this request; it is used up once. `kept` says that the connection
  // has carried a request before.
  std::optional<Fault> take(std::string_view path, bool kept);
  bool take_refusal();

 private:
  template <class Matches>
  std::optional<Fault> take_if(Matches matches);

  std::mutex mutex_;
  std::deque<Fault> faults_;
};

}  // namespace tidegate::simulators
