#include "ops/config.hpp"

#include <algorithm>
#include <chrono>

#include "config_fixture.hpp"

namespace tidegate::ops {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kEverything = R"(
grpc:  { listen: 0.0.0.0:6000 }
admin: { listen: "[::1]:6001" }
shutdown: { delay: 250ms, grace: 1m }
log: { level: debug, slow_call: 5s, sample: 0.5 }
providers:
  tickdb:
    base_url: https://tickdb.example:8443/v1/
    api_key_file: tickdb.key
    ca_file: ca.pem
    requests_per_minute: 600
    amount_scale: { HK: 10000, US: 1 }
  valuescan:
    base_url: https://[::1]/api
    api_key_file: valuescan.key
    secret_key_file: valuescan.secret
    ca_file: ca.pem
  opend: { address: "opend.internal:11112", rsa_key_file: rsa.pem }
)";

class Everything : public testing::Test {
 protected:
  Everything() {
    folder_.write("tickdb.key", "tick-key\n");
    folder_.write("valuescan.key", "value-key\r\n");
    folder_.write("valuescan.secret", "value-secret");
    folder_.write("ca.pem", kCertificate);
    folder_.write("rsa.pem", kPrivateKey);
    file_ = folder_.write("server.yaml", kEverything);
  }

  std::string in_folder(std::string_view name) const { return (folder_.path() / name).string(); }

  TempFolder folder_;
  std::filesystem::path file_;
};

TEST_F(Everything, GeneralSettingsAreReadFromTheFile) {
  const Config config = read_config(file_).value();

  EXPECT_EQ(config.grpc_listen.host, "0.0.0.0");
  EXPECT_EQ(config.grpc_listen.port, 6000);
  EXPECT_EQ(config.admin_listen.host, "::1");
  EXPECT_EQ(config.admin_listen.port, 6001);
  EXPECT_EQ(config.shutdown_delay, 250ms);
  EXPECT_EQ(config.shutdown_grace, 60s);
  EXPECT_EQ(config.log_level, core::Level::kDebug);
  EXPECT_EQ(config.log_slow_call, 5s);
  EXPECT_EQ(config.log_sample, 0.5);
}

TEST_F(Everything, ProvidersAreReadWithTheirCredentials) {
  const Config config = read_config(file_).value();

  ASSERT_TRUE(config.tickdb && config.valuescan && config.opend);
  EXPECT_EQ(config.tickdb->base_url, "https://tickdb.example:8443/v1");
  EXPECT_EQ(config.tickdb->api_key.reveal(), "tick-key");
  EXPECT_EQ(config.tickdb->ca_file, in_folder("ca.pem"));
  EXPECT_EQ(config.tickdb->requests_per_minute, 600);
  ASSERT_EQ(config.tickdb->amount_scale.size(), 2U);
  EXPECT_EQ(config.tickdb->amount_scale.at("HK").text(), "10000");
  EXPECT_EQ(config.valuescan->base_url, "https://[::1]/api");
  EXPECT_EQ(config.valuescan->api_key.reveal(), "value-key");
  EXPECT_EQ(config.valuescan->secret_key.reveal(), "value-secret");
  EXPECT_EQ(config.opend->address.host, "opend.internal");
  EXPECT_EQ(config.opend->rsa_key_file, in_folder("rsa.pem"));
}

TEST_F(Everything, DescriptionNamesEverySettingAndShowsNoCredential) {
  const Config config = read_config(file_).value();

  EXPECT_EQ(describe(config),
            "grpc.listen: 0.0.0.0:6000\n"
            "admin.listen: [::1]:6001\n"
            "shutdown.delay: 250ms\n"
            "shutdown.grace: 1m\n"
            "log.level: debug\n"
            "log.slow_call: 5s\n"
            "log.sample: 0.5\n"
            "providers.tickdb.base_url: https://tickdb.example:8443/v1\n"
            "providers.tickdb.api_key_file: (set)\n"
            "providers.tickdb.ca_file: " +
                in_folder("ca.pem") +
                "\n"
                "providers.tickdb.requests_per_minute: 600\n"
                "providers.tickdb.amount_scale.HK: 10000\n"
                "providers.tickdb.amount_scale.US: 1\n"
                "providers.valuescan.base_url: https://[::1]/api\n"
                "providers.valuescan.api_key_file: (set)\n"
                "providers.valuescan.secret_key_file: (set)\n"
                "providers.valuescan.ca_file: " +
                in_folder("ca.pem") +
                "\n"
                "providers.opend.address: opend.internal:11112\n"
                "providers.opend.rsa_key_file: " +
                in_folder("rsa.pem") + "\n");
}

TEST(Config, WhatTheFileDoesNotSayKeepsItsDefault) {
  const Config config = parse_config("providers: { opend: }\nlog:\n", "server.yaml").value();

  EXPECT_FALSE(config.tickdb || config.valuescan);
  EXPECT_EQ(describe(config),
            "grpc.listen: 127.0.0.1:50051\n"
            "admin.listen: 127.0.0.1:8080\n"
            "shutdown.delay: 0s\n"
            "shutdown.grace: 20s\n"
            "log.level: info\n"
            "log.slow_call: 1s\n"
            "log.sample: 0.01\n"
            "providers.opend.address: 127.0.0.1:11111\n"
            "providers.opend.rsa_key_file: (not set)\n");
}

TEST(Config, DescriptionSaysWhichCredentialIsMissing) {
  Config config;
  config.tickdb.emplace();

  const std::string text = describe(config);

  EXPECT_NE(text.find("providers.tickdb.api_key_file: (not set)\n"), std::string::npos);
  EXPECT_NE(text.find("providers.tickdb.ca_file: (system)\n"), std::string::npos);
}

TEST(Config, EnvironmentMayStandForAValueOrForAPartOfOne) {
  const ScopedVariable address{"TIDEGATE_TEST_ADDRESS", "0.0.0.0:1"};
  const ScopedVariable port{"TIDEGATE_TEST_PORT", "2"};
  const Config config = parse_config(R"(
grpc:
  listen: ${TIDEGATE_TEST_ADDRESS}
admin: { listen: "127.0.0.1:1${TIDEGATE_TEST_PORT}${TIDEGATE_TEST_PORT}" }
providers: { opend: {} }
)",
                                     "server.yaml")
                            .value();

  EXPECT_EQ(config.grpc_listen.host, "0.0.0.0");
  EXPECT_EQ(config.grpc_listen.port, 1);
  EXPECT_EQ(config.admin_listen.port, 122);
}

TEST_F(Everything, WhatTheEnvironmentPutInIsNotParsedAgain) {
  const std::string name = "a$${HOME}, rsa_key_file: b # c";
  const ScopedVariable variable{"TIDEGATE_TEST_NAME", name};
  folder_.write(name, kPrivateKey);

  const Config config =
      parse_config("providers: { opend: { rsa_key_file: \"${TIDEGATE_TEST_NAME}\" } }", file_)
          .value();

  EXPECT_EQ(config.opend->rsa_key_file, in_folder(name));
}

TEST(Config, EnvironmentCannotAddLines) {
  const ScopedVariable variable{"TIDEGATE_TEST_LINES", "info\n  sample: 1"};

  EXPECT_EQ(refusal("providers: { opend: {} }\nlog:\n  level: ${TIDEGATE_TEST_LINES}"),
            "server.yaml:3:10: log.level holds a line break or another control character");
}

TEST_F(Everything, TwoDollarsStandForOne) {
  folder_.write("a${HOME}", kPrivateKey);

  const Config config =
      parse_config("providers: { opend: { rsa_key_file: \"a$${HOME}\" } }", file_).value();

  EXPECT_EQ(config.opend->rsa_key_file, in_folder("a${HOME}"));
}

TEST_F(Everything, AbsoluteFileNamesStayAsTheyAre) {
  const TempFolder elsewhere;
  const auto key = elsewhere.write("rsa.pem", kPrivateKey);

  const Config config =
      parse_config("providers: { opend: { rsa_key_file: " + key.string() + " } }", file_).value();

  EXPECT_EQ(config.opend->rsa_key_file, key.string());
}

TEST_F(Everything, EveryPrefixOfAFileIsReadOrRefused) {
  for (std::size_t bytes = 0; bytes < kEverything.size(); ++bytes) {
    const auto config = parse_config(kEverything.substr(0, bytes), file_);
    EXPECT_TRUE(config || !config.error().message.empty()) << bytes;
  }
}

TEST_F(Everything, EveryFlippedByteOfAFileIsReadOrRefused) {
  for (std::size_t at = 0; at < kEverything.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x04U, 0x20U, 0x80U, 0xFFU}) {
      std::string text{kEverything};
      text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ flip);
      const auto config = parse_config(text, file_);
      EXPECT_TRUE(config || config.error().fault == core::Fault::kInvalidField) << at;
    }
  }
}

}  // namespace
}  // namespace tidegate::ops
