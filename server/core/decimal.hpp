#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::core {

// An exact decimal of up to 38 digits that keeps the digits it was given: `0.10` stays `0.10`.
// Never built from a binary floating-point number.
class Decimal {
 public:
  static constexpr int kDigitsMax = 38;

  constexpr Decimal() = default;

  // Plain (`-12199.34`) or with an exponent (`1.5e-7`), which comes out plain. Nothing else:
  // no blanks, no grouping, no `NaN`, nothing that would need more than kDigitsMax digits.
  static std::optional<Decimal> parse(std::string_view text);

  // The plain form, never an exponent.
  std::string text() const;

  bool is_zero() const noexcept { return coefficient_ == 0; }
  bool is_negative() const noexcept { return coefficient_ < 0; }

  // Exact, at the larger scale of the two; nothing where either or the result would
  // need more than kDigitsMax digits there.
  static std::optional<Decimal> add(Decimal left, Decimal right);
  static std::optional<Decimal> subtract(Decimal left, Decimal right);

  // By digits written: `0.10` and `0.1` differ.
  friend bool operator==(const Decimal&, const Decimal&) = default;

 private:
  __extension__ typedef __int128 Coefficient;  // the widest exact integer the compiler has

  constexpr Decimal(Coefficient coefficient, std::uint8_t scale)
      : coefficient_{coefficient}, scale_{scale} {}

  Coefficient coefficient_ = 0;
  std::uint8_t scale_ = 0;  // digits after the point
};

}  // namespace tidegate::core
