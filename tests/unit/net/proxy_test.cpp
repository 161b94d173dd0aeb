#include "net/proxy.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace tidegate::net {
namespace {

// `host:port`, `direct`, or `refused`.
std::string way(std::string_view host, std::string_view https_proxy,
                std::string_view no_proxy = "") {
  const auto choice = proxy_for(host, https_proxy, no_proxy);
  if (!choice.valid) {
    EXPECT_FALSE(choice.proxy);
    return "refused";
  }
  if (!choice.proxy) return "direct";
  return choice.proxy->host + ":" + std::to_string(choice.proxy->port);
}

TEST(Proxy, WithoutOneTheWayIsDirect) {
  EXPECT_EQ(way("api.tickdb.ai", ""), "direct");
  EXPECT_EQ(way("api.tickdb.ai", "", "*"), "direct");
}

TEST(Proxy, IsTakenFromTheVariable) {
  EXPECT_EQ(way("api.tickdb.ai", "http://proxy:3128"), "proxy:3128");
  EXPECT_EQ(way("api.tickdb.ai", "http://proxy:3128/"), "proxy:3128");
  EXPECT_EQ(way("api.tickdb.ai", "proxy:3128"), "proxy:3128");
  EXPECT_EQ(way("api.tickdb.ai", "http://10.0.0.1:8080"), "10.0.0.1:8080");
  EXPECT_EQ(way("api.tickdb.ai", "http://[fd00::1]:8080"), "fd00::1:8080");
}

TEST(Proxy, OneThatCannotBeUnderstoodIsNotGoneAround) {
  for (const std::string_view text :
       {"https://proxy:3128", "socks5://proxy:1080", "http://", "http://proxy:0", "http://proxy:x",
        "proxy:99999", ":3128", " "}) {
    EXPECT_EQ(way("api.tickdb.ai", text), "refused") << text;
  }
}

struct Exclusion {
  std::string_view no_proxy;
  std::string_view host;
  std::string_view way;
};

TEST(Proxy, NoProxyNamesHostsAndDomains) {
  for (const auto& [no_proxy, host, expected] :
       {Exclusion{"*", "api.tickdb.ai", "direct"},
        Exclusion{"api.tickdb.ai", "api.tickdb.ai", "direct"},
        Exclusion{"tickdb.ai", "api.tickdb.ai", "direct"},
        Exclusion{".tickdb.ai", "api.tickdb.ai", "direct"},
        Exclusion{".tickdb.ai", "tickdb.ai", "direct"},
        Exclusion{"localhost, .tickdb.ai", "api.tickdb.ai", "direct"},
        Exclusion{"a.b,c.d,tickdb.ai,e.f", "api.tickdb.ai", "direct"},
        Exclusion{"  tickdb.ai  ", "api.tickdb.ai", "direct"},
        Exclusion{"localhost", "localhost", "direct"},
        Exclusion{"127.0.0.1", "127.0.0.1", "direct"}, Exclusion{"", "api.tickdb.ai", "p:1"},
        Exclusion{",", "api.tickdb.ai", "p:1"}, Exclusion{".", "api.tickdb.ai", "p:1"},
        Exclusion{" , ,", "api.tickdb.ai", "p:1"}, Exclusion{"db.ai", "api.tickdb.ai", "p:1"},
        Exclusion{"ai.tickdb.ai", "api.tickdb.ai", "p:1"},
        Exclusion{"x.api.tickdb.ai", "api.tickdb.ai", "p:1"},
        Exclusion{"tickdb.ai", "eviltickdb.ai", "p:1"},
        Exclusion{"tickdb", "api.tickdb.ai", "p:1"}}) {
    EXPECT_EQ(way(host, "http://p:1", no_proxy), expected) << no_proxy << " / " << host;
  }
}

TEST(Proxy, CredentialsBecomeAHeader) {
  const auto header = [](std::string_view https_proxy) {
    const auto choice = proxy_for("host", https_proxy, "");
    return choice.proxy ? std::string{choice.proxy->authorization.reveal()} : "none";
  };
  EXPECT_EQ(header("http://proxy:3128"), "");
  EXPECT_EQ(header("http://Aladdin:open%20sesame@proxy:3128"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(header("Aladdin:open%20sesame@proxy:3128"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(header("http://a:b@proxy"), "Basic YTpi");
  EXPECT_EQ(header("http://a:b%40c@proxy"), "Basic YTpiQGM=");
}

}  // namespace
}  // namespace tidegate::net
