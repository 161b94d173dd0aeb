#include "core/secret.hpp"

#include <algorithm>
#include <concepts>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

// Longer than what a std::string keeps inside itself.
const std::string long_key(40, 'k');

TEST(Secret, IsShownOnlyToWhomAsks) {
  const Secret secret{"sk-live-1234"};

  EXPECT_EQ(secret.reveal(), "sk-live-1234");
  EXPECT_FALSE(secret.empty());
  static_assert(!Printable<Secret>);
  static_assert(!std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<Secret, std::string_view>);
  static_assert(!std::is_convertible_v<std::string, Secret>);
  static_assert(!std::equality_comparable<Secret>);
}

TEST(Secret, NoneIsEmpty) {
  EXPECT_TRUE(Secret{}.empty());
  EXPECT_TRUE(Secret{""}.empty());
  EXPECT_EQ(Secret{}.reveal(), "");
}

TEST(Secret, ACopyIsItsOwn) {
  Secret first{long_key};
  const Secret copy{first};
  const Secret moved{std::move(first)};

  EXPECT_EQ(copy.reveal(), long_key);
  EXPECT_EQ(moved.reveal(), long_key);
}

TEST(Secret, MovingLeavesNothingBehind) {
  Secret source{long_key};
  const char* const where = source.reveal().data();
  const auto size = source.reveal().size();

  const Secret target{std::move(source)};

  EXPECT_EQ(target.reveal(), long_key);
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise
  ASSERT_EQ(source.reveal().data(), where);
  EXPECT_TRUE(std::all_of(where, where + size, [](char c) { return c == '\0'; }));
}

TEST(Secret, AShortOneLeavesNothingBehindEither) {
  Secret source{"abc"};
  const Secret target{std::move(source)};

  EXPECT_EQ(target.reveal(), "abc");
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise
}

}  // namespace
}  // namespace tidegate::core
