#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "core/result.hpp"

namespace tidegate::ops {

struct Page {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// What operators and their machines read over plain HTTP: a page per path, made when asked for.
// Runs on the context it is given; pages are made on its thread.
class Admin {
 public:
  using Pages = std::map<std::string, std::function<Page()>, std::less<>>;

  static core::Result<std::unique_ptr<Admin>> listen(boost::asio::io_context& context,
                                                     const std::string& host, std::uint16_t port,
                                                     Pages pages);
  ~Admin();
  Admin(const Admin&) = delete;
  Admin& operator=(const Admin&) = delete;

  std::uint16_t port() const;

  // No new connections; those open are closed.
  void stop();

 private:
  struct Listener;
  explicit Admin(std::shared_ptr<Listener> listener);

  std::shared_ptr<Listener> listener_;
};

}  // namespace tidegate::ops
