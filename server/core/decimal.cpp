#include "core/decimal.hpp"

#include <algorithm>

namespace tidegate::core {
namespace {

__extension__ typedef __int128 Wide;

constexpr Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

constexpr Wide kCoefficientLimit = power_of_ten(Decimal::kDigitsMax);  // exclusive

// The parts of a number as written: [-+]digits[.digits][e[-+]digits]
struct Parts {
  Wide coefficient = 0;
  int scale = 0;  // digits after the point
  bool negative = false;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool take_digits(std::string_view& text, Wide& coefficient, int& count) {
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++count) {
    if (coefficient >= kCoefficientLimit / 10) return false;
    coefficient = coefficient * 10 + (text.front() - '0');
  }
  return true;
}

bool take_sign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

// Exponents beyond three digits cannot fit whatever the digits are.
std::optional<int> take_exponent(std::string_view& text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  if (text.empty() || text.size() > 3) return std::nullopt;
  int exponent = 0;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (!is_digit(text.front())) return std::nullopt;
    exponent = exponent * 10 + (text.front() - '0');
  }
  return negative ? -exponent : exponent;
}

std::optional<Wide> scaled_up(Wide coefficient, int digits) {
  if (coefficient == 0) return coefficient;
  for (; digits > 0; --digits) {
    if (coefficient >= kCoefficientLimit / 10 || -coefficient >= kCoefficientLimit / 10) {
      return std::nullopt;
    }
    coefficient *= 10;
  }
  return coefficient;
}

std::optional<Parts> parse_parts(std::string_view text) {
  Parts parts;
  parts.negative = take_sign(text);
  int digits = 0;
  if (!take_digits(text, parts.coefficient, digits)) return std::nullopt;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const int before = digits;
    if (!take_digits(text, parts.coefficient, digits)) return std::nullopt;
    parts.scale = digits - before;
  }
  if (digits == 0) return std::nullopt;
  const auto exponent = take_exponent(text);
  if (!exponent) return std::nullopt;
  parts.scale -= *exponent;
  return parts;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  auto parts = parse_parts(text);
  if (!parts || parts->scale > kDigitsMax) return std::nullopt;
  if (parts->scale < 0) {
    const auto whole = scaled_up(parts->coefficient, -parts->scale);
    if (!whole) return std::nullopt;
    parts->coefficient = *whole;
    parts->scale = 0;
  }
  return Decimal{parts->negative ? -parts->coefficient : parts->coefficient,
                 static_cast<std::uint8_t>(parts->scale)};
}

std::string Decimal::text() const {
  // Digits from the right into a buffer that holds sign, point, and one zero before the point.
  char buffer[kDigitsMax + 4];
  char* const end = buffer + sizeof buffer;
  char* at = end;
  Coefficient rest = coefficient_ < 0 ? -coefficient_ : coefficient_;
  int written = 0;
  do {
    if (written == scale_ && written != 0) *--at = '.';
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    ++written;
  } while (rest != 0 || written <= scale_);
  if (coefficient_ < 0) *--at = '-';
  return {at, end};
}

std::optional<Decimal> Decimal::add(Decimal left, Decimal right) {
  const auto scale = std::max(left.scale_, right.scale_);
  const auto a = scaled_up(left.coefficient_, scale - left.scale_);
  const auto b = scaled_up(right.coefficient_, scale - right.scale_);
  if (!a || !b) return std::nullopt;
  Coefficient sum = 0;
  if (__builtin_add_overflow(*a, *b, &sum)) return std::nullopt;
  if (sum >= kCoefficientLimit || sum <= -kCoefficientLimit) return std::nullopt;
  return Decimal{sum, scale};
}

std::optional<Decimal> Decimal::subtract(Decimal left, Decimal right) {
  return add(left, Decimal{-right.coefficient_, right.scale_});
}

}  // namespace tidegate::core
