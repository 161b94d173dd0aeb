#include "net/url.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::net {
namespace {

// `scheme user host port path`, parts apart by a bar.
std::string parts(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return "none";
  return url->scheme + "|" + url->user_info + "|" + url->host + "|" + std::to_string(url->port) +
         "|" + url->path;
}

struct Row {
  std::string_view text;
  std::string_view parts;
};

TEST(Url, IsTakenApart) {
  for (const auto& [text, expected] :
       {Row{"https://api.tickdb.ai", "https||api.tickdb.ai|443|"},
        Row{"https://api.tickdb.ai/", "https||api.tickdb.ai|443|"},
        Row{"http://localhost", "http||localhost|80|"},
        Row{"http://127.0.0.1:8080", "http||127.0.0.1|8080|"},
        Row{"https://host:8443/v1/market", "https||host|8443|/v1/market"},
        Row{"https://host/v1/market///", "https||host|443|/v1/market"},
        Row{"https://[::1]", "https||::1|443|"},
        Row{"https://[2001:db8::1]:8443/x", "https||2001:db8::1|8443|/x"},
        Row{"http://user:p%40ss@proxy:3128", "http|user:p%40ss|proxy|3128|"},
        Row{"http://user@proxy", "http|user|proxy|80|"},
        Row{"http://a@b@proxy", "http|a@b|proxy|80|"},
        Row{"https://host/a@b:c", "https||host|443|/a@b:c"},
        Row{"https://host:1", "https||host|1|"}, Row{"https://host:65535", "https||host|65535|"}}) {
    EXPECT_EQ(parts(text), expected) << text;
  }
}

TEST(Url, WhatIsNoneIsRefused) {
  using namespace std::string_view_literals;
  for (const auto text : {""sv,
                          "https"sv,
                          "https:"sv,
                          "https://"sv,
                          "https:///path"sv,
                          "ftp://host"sv,
                          "wss://host"sv,
                          "//host"sv,
                          "host"sv,
                          "host:443"sv,
                          "https:/host"sv,
                          "https://:443"sv,
                          "https://user@"sv,
                          "https://host:0"sv,
                          "https://host:65536"sv,
                          "https://host:-1"sv,
                          "https://host:+80"sv,
                          "https://host:8o"sv,
                          "https://host:80:81"sv,
                          "https://::1"sv,
                          "https://[::1"sv,
                          "https://[]"sv,
                          "https://[::1]8443"sv,
                          "https://[::1]:x"sv,
                          " https://host"sv,
                          "https://host "sv,
                          "https://ho st"sv,
                          "https://host\n"sv,
                          "https://host\0"sv,
                          "https://h\xC3\xB6st"sv,
                          "https://host\x7F"sv}) {
    EXPECT_EQ(parts(text), "none") << text;
  }
}

TEST(Url, AQueryOrAFragmentHasNoPlaceInABase) {
  for (const std::string_view text :
       {"https://host?key=1", "https://host#top", "https://host:443?x", "https://host/v1?key=1",
        "https://host/v1#top"}) {
    EXPECT_EQ(parts(text), "none") << text;
  }
}

TEST(Url, ValuesOfAQueryAreEncoded) {
  EXPECT_EQ(percent_encoded("700.HK"), "700.HK");
  EXPECT_EQ(percent_encoded("BRK-B_x~1"), "BRK-B_x~1");
  EXPECT_EQ(percent_encoded("a b&c=d/e?f#g+h%"), "a%20b%26c%3Dd%2Fe%3Ff%23g%2Bh%25");
  EXPECT_EQ(percent_encoded("\xE8\x85\xBE"), "%E8%85%BE");
  EXPECT_EQ(percent_encoded(std::string_view{"\0\n", 2}), "%00%0A");
  EXPECT_EQ(percent_encoded(""), "");
}

TEST(Url, EncodingIsUndone) {
  EXPECT_EQ(percent_decoded("p%40ss%3aword"), "p@ss:word");
  EXPECT_EQ(percent_decoded("a+b"), "a+b");
  EXPECT_EQ(percent_decoded(""), "");

  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(percent_decoded(percent_encoded(all)), all);
}

TEST(Url, ABrokenEncodingIsLeftAsItIs) {
  for (const std::string_view text : {"%", "%4", "a%", "a%4", "%zz", "%4z", "%-1", "%+1", "%%"}) {
    EXPECT_EQ(percent_decoded(text), text);
  }
  EXPECT_EQ(percent_decoded("%%41"), "%A");
}

}  // namespace
}  // namespace tidegate::net
