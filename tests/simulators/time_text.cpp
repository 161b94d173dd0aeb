#include "tests/simulators/time_text.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace tidegate::simulators {
namespace {

namespace chrono = std::chrono;

struct Parts {
  chrono::year_month_day date;
  chrono::hh_mm_ss<chrono::seconds> time;
  chrono::weekday weekday;
};

Parts parts_of(Instant instant) {
  const auto seconds = chrono::floor<chrono::seconds>(instant);
  const auto day = chrono::floor<chrono::days>(seconds);
  return {chrono::year_month_day{day}, chrono::hh_mm_ss{seconds - day}, chrono::weekday{day}};
}

template <class... Numbers>
std::string print(const char* format, Numbers... numbers) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(size)};
}

// The number at `begin`, `size` digits long, or -1.
int digits(std::string_view text, std::size_t begin, std::size_t size) {
  int value = -1;
  if (begin + size > text.size()) return -1;
  const char* first = text.data() + begin;
  const auto [end, error] = std::from_chars(first, first + size, value);
  return error == std::errc{} && end == first + size ? value : -1;
}

std::optional<chrono::minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return chrono::minutes{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return {};
  const int hours = digits(text, 1, 2);
  const int minutes = digits(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  const chrono::minutes offset{hours * 60 + minutes};
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::string http_date(Instant time) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto parts = parts_of(time);
  const auto month = static_cast<unsigned>(parts.date.month());
  return print("%s, %02u %s %04d %02d:%02d:%02d GMT", kDays.at(parts.weekday.c_encoding()),
               static_cast<unsigned>(parts.date.day()), kMonths.at(month - 1),
               static_cast<int>(parts.date.year()), static_cast<int>(parts.time.hours().count()),
               static_cast<int>(parts.time.minutes().count()),
               static_cast<int>(parts.time.seconds().count()));
}

std::string rfc3339(Instant time) {
  const auto parts = parts_of(time);
  return print("%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(parts.date.year()),
               static_cast<unsigned>(parts.date.month()), static_cast<unsigned>(parts.date.day()),
               static_cast<int>(parts.time.hours().count()),
               static_cast<int>(parts.time.minutes().count()),
               static_cast<int>(parts.time.seconds().count()));
}

std::optional<chrono::sys_seconds> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' ||
      (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
    return {};
  }
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  const chrono::year_month_day date{chrono::year{digits(text, 0, 4)},
                                    chrono::month{static_cast<unsigned>(month)},
                                    chrono::day{static_cast<unsigned>(day)}};
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  const auto offset = parse_offset(text.substr(19));
  if (month < 0 || day < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 59 || !offset) {
    return {};
  }
  return chrono::sys_days{date} + chrono::hours{hour} + chrono::minutes{minute} +
         chrono::seconds{second} - *offset;
}

}  // namespace tidegate::simulators
