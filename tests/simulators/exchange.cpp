#include "tests/simulators/exchange.hpp"

#include <charconv>
#include <stdexcept>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>
#include <zlib.h>

namespace tidegate::simulators {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return boost::beast::iequals({left.data(), left.size()}, {right.data(), right.size()});
}

std::optional<std::string> decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      unsigned value = 0;
      if (i + 2 >= text.size()) return {};
      const char* first = text.data() + i + 1;
      const auto [end, error] = std::from_chars(first, first + 2, value, 16);
      if (error != std::errc{} || end != first + 2) return {};
      decoded.push_back(static_cast<char>(value));
      i += 2;
    }
  }
  return decoded;
}

bool might_hold_a_key(std::string_view name) {
  return name.find("key") != std::string_view::npos || name.find("token") != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string small{text};
  for (char& each : small) {
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  }
  return small;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& [each, value] : headers) {
    if (same_name(each, name)) return value;
  }
  return {};
}

std::string_view Request::parameter(std::string_view name) const {
  for (const auto& [each, value] : query) {
    if (each == name) return value;
  }
  return {};
}

bool read_target(Request& request) {
  const std::string_view target = request.target;
  const auto mark = target.find('?');
  const auto path = decode(target.substr(0, mark));
  if (!path) return false;
  request.path = *path;
  std::string_view rest = mark == target.npos ? std::string_view{} : target.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const auto pair = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    const auto equals = pair.find('=');
    const auto name = decode(pair.substr(0, equals));
    const auto value = decode(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1));
    if (!name || !value) return false;
    if (!name->empty()) request.query.emplace_back(*name, *value);
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string clean{text.substr(0, 400)};
  for (char& each : clean) {
    if (each < ' ' || each > '~') each = '?';
  }
  return clean;
}

std::string line_of(const Request& request) {
  std::string line = request.method + " " + request.path;
  char joint = '?';
  for (const auto& [name, value] : request.query) {
    line += joint + name + "=" + (might_hold_a_key(lower(name)) ? "***" : value);
    joint = '&';
  }
  line = printable(line) + " |";
  for (const auto& [name, value] : request.headers) line += " " + printable(lower(name));
  return line;
}

bool accepts_gzip(const Request& request) {
  std::string_view rest = request.header("accept-encoding").value_or("");
  while (!rest.empty()) {
    const auto end = rest.find(',');
    std::string item = lower(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    std::erase(item, ' ');
    if (item == "gzip" || (item.starts_with("gzip;q=") && !item.starts_with("gzip;q=0")))
      return true;
    if (item.starts_with("gzip;q=0.") && item.find_first_of("123456789", 9) != item.npos)
      return true;
  }
  return false;
}

void compress(Reply& reply) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;  // zlib's way of asking for a gzip header
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error{"zlib cannot start"};
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(reply.body.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(reply.body.data());
  stream.avail_in = static_cast<uInt>(reply.body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error{"zlib cannot finish"};
  reply.body = std::move(packed);
  reply.headers.emplace_back("Content-Encoding", "gzip");
  reply.headers.emplace_back("Vary", "Accept-Encoding");
}

std::string head_of(const Reply& reply, std::string_view date, std::size_t size, bool keep) {
  const auto reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(reply.status));
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  head.append(reason.data(), reason.size());
  head.append("\r\nDate: ").append(date);
  bool typed = false;
  for (const auto& [name, value] : reply.headers) {
    typed = typed || same_name(name, "content-type");
    head += "\r\n" + name + ": " + value;
  }
  if (!typed) head += "\r\nContent-Type: " + reply.content_type;
  head += "\r\nContent-Length: " + std::to_string(size);
  if (!keep) head += "\r\nConnection: close";
  return head + "\r\n\r\n";
}

}  // namespace tidegate::simulators
