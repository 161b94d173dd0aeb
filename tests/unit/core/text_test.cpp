#include "core/text.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tidegate::core {
namespace {

TEST(Text, WhatFitsIsLeftWhole) {
  EXPECT_EQ(cut("", 0), "");
  EXPECT_EQ(cut("", 5), "");
  EXPECT_EQ(cut("700.HK", 6), "700.HK");
  EXPECT_EQ(cut("\xE8\x85\xBE", 3), "\xE8\x85\xBE");
}

TEST(Text, IsCutToTheBytesThereAre) {
  EXPECT_EQ(cut("700.HK", 3), "700");
  EXPECT_EQ(cut("700.HK", 0), "");
}

TEST(Text, IsNeverCutWithinACharacter) {
  const std::string two = "a\xC3\xB6z";
  const std::string three = "a\xE8\x85\xBEz";
  const std::string four = "a\xF0\x9F\x93\x88z";

  EXPECT_EQ(cut(two, 2), "a");
  EXPECT_EQ(cut(two, 3), "a\xC3\xB6");
  for (const std::size_t size : {1U, 2U, 3U}) EXPECT_EQ(cut(three, size), "a");
  EXPECT_EQ(cut(three, 4), "a\xE8\x85\xBE");
  for (const std::size_t size : {1U, 2U, 3U, 4U}) EXPECT_EQ(cut(four, size), "a");
  EXPECT_EQ(cut(four, 5), "a\xF0\x9F\x93\x88");
}

TEST(Text, BytesThatAreNoTextAreStillCut) {
  EXPECT_EQ(cut("\x80\x80\x80", 2), "");
  EXPECT_EQ(cut("\xFF\xFF\xFF", 2), "\xFF\xFF");
}

}  // namespace
}  // namespace tidegate::core
