#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::simulators {

struct Counters {
  std::map<std::string, std::uint64_t> requests_by_path;  // without the query
  std::uint64_t requests = 0;
  std::uint64_t connections = 0;       // accepted, those turned away included
  std::uint64_t tls_handshakes = 0;    // completed
  std::uint64_t resumed_sessions = 0;  // of these, the ones that resumed a session
  std::uint64_t refused = 0;           // requests answered with a status of 400 or more
  std::uint64_t open_connections = 0;  // now; a reset leaves it alone
};

// What has been seen. Any thread.
class Journal {
 public:
  void connected();
  void disconnected();
  void turned_away();  // closed before anything was read
  void shook_hands(bool resumed);
  void asked(std::string_view path, std::string line);
  void refused();

  Counters counters() const;
  void reset();
  std::vector<std::string> last_requests() const;  // newest last

 private:
  mutable std::mutex mutex_;
  Counters counters_;
  std::deque<std::string> lines_;
};

}  // namespace tidegate::simulators
