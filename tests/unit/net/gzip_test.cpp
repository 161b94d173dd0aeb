#include "net/gzip.hpp"

#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <zlib.h>

namespace tidegate::net {
namespace {

constexpr std::size_t kPlenty = 1 << 20;

// zlib's own packing; `bits` chooses gzip (31), zlib (15) or bare deflate (-15).
std::string packed(std::string text, int bits = 31) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error{"zlib cannot begin"};
  }
  std::string output(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(output.data());
  stream.avail_out = static_cast<uInt>(output.size());
  const int state = deflate(&stream, Z_FINISH);
  output.resize(stream.total_out);
  deflateEnd(&stream);
  if (state != Z_STREAM_END) throw std::runtime_error{"zlib cannot end"};
  return output;
}

std::string noise(std::size_t size) {
  std::minstd_rand random{5};
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>(random() % 256);
  return text;
}

TEST(Gzip, WhatWasPackedComesBack) {
  for (const auto& text : {std::string{}, std::string{"{\"code\":0}"}, std::string(300'000, 'a'),
                           noise(65'536), noise(65'537), noise(200'000)}) {
    EXPECT_EQ(gunzip(packed(text), kPlenty), text);
  }
}

TEST(Gzip, GrowsToTheLimitAndNotBeyond) {
  for (const std::size_t size : {1U, 1'000U, 65'536U, 131'072U, 300'000U}) {
    const std::string text(size, 'a');
    EXPECT_EQ(gunzip(packed(text), size), text);
    EXPECT_FALSE(gunzip(packed(text), size - 1));
  }
}

TEST(Gzip, ABombIsNotUnpackedWhole) {
  EXPECT_FALSE(gunzip(packed(std::string(50'000'000, '\0')), 1'000));
}

TEST(Gzip, WhatIsNotGzipIsRefused) {
  EXPECT_FALSE(gunzip("", kPlenty));
  EXPECT_FALSE(gunzip("{\"code\":0}", kPlenty));
  EXPECT_FALSE(gunzip(packed("{\"code\":0}", 15), kPlenty));
  EXPECT_FALSE(gunzip(packed("{\"code\":0}", -15), kPlenty));
}

TEST(Gzip, EveryPrefixIsRefused) {
  const auto whole = packed("{\"code\":0,\"message\":\"success\",\"data\":{}}");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(gunzip(std::string_view{whole}.substr(0, size), kPlenty)) << size;
  }
}

TEST(Gzip, NoFlippedBitChangesTheTextUnnoticed) {
  const std::string text = "{\"code\":0,\"message\":\"success\",\"data\":{}}";
  const auto whole = packed(text);
  for (std::size_t i = 0; i < whole.size() * 8; ++i) {
    auto broken = whole;
    broken[i / 8] = static_cast<char>(broken[i / 8] ^ (1 << (i % 8)));
    const auto unpacked = gunzip(broken, kPlenty);
    EXPECT_TRUE(!unpacked || *unpacked == text) << i;
  }
}

}  // namespace
}  // namespace tidegate::net
