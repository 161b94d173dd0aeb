// The files that the configuration names: credentials, certificates, keys.

#include <string>
#include <string_view>

#include "config_fixture.hpp"

namespace tidegate::ops {
namespace {

class ConfigFiles : public testing::Test {
 protected:
  // The file's last words on a provider with this key in its key file.
  std::string refusal_of_key(std::string_view bytes) {
    folder_.write("key", bytes);
    return refusal_of("providers: { tickdb: { api_key_file: key } }");
  }

  std::string refusal_of(std::string_view text) {
    const auto config = parse_config(text, folder_.path() / "server.yaml");
    if (config) return "";
    const std::string& message = config.error().message;
    const std::string start = (folder_.path() / "server.yaml:1:").string();
    EXPECT_TRUE(message.starts_with(start)) << message;
    return message.substr(std::min(start.size(), message.size()));
  }

  TempFolder folder_;
};

TEST_F(ConfigFiles, KeyIsTrimmedOfOneLineEndAndNothingElse) {
  for (const std::string_view bytes : {"k3y", "k3y\n", "k3y\r\n", "k3y\r"}) {
    folder_.write("key", bytes);
    const Config config =
        parse_config("providers: { tickdb: { api_key_file: key } }", folder_.path() / "server.yaml")
            .value();
    EXPECT_EQ(config.tickdb->api_key.reveal(), "k3y");
  }
}

TEST_F(ConfigFiles, KeyThatCannotBeOneIsRefused) {
  using namespace std::string_view_literals;
  const std::string subject = "38: providers.tickdb.api_key_file ";
  for (const auto bytes : {""sv, "\n"sv, "\r\n"sv}) {
    EXPECT_EQ(refusal_of_key(bytes), subject + "names an empty file");
  }
  for (const auto bytes : {"k3y\n\n"sv, "k3y\nk3y"sv, "\nk3y"sv}) {
    EXPECT_EQ(refusal_of_key(bytes), subject + "names a file of more than one line");
  }
  for (const auto bytes : {"k3y "sv, " k3y"sv, "k\0y"sv, "k\x7Fy"sv, "k\xC3\xA9y"sv, "k\ry"sv}) {
    EXPECT_EQ(refusal_of_key(bytes), subject + "names a file with blanks or unprintable bytes");
  }
  EXPECT_EQ(refusal_of_key(std::string(4097, 'k')),
            subject + "names a file that cannot be read: File too large");
}

TEST_F(ConfigFiles, EveryCredentialOfAProviderIsRequired) {
  EXPECT_EQ(refusal_of("providers: { tickdb: {} }"),
            "14: providers.tickdb.api_key_file is missing");
  folder_.write("key", "k3y");
  EXPECT_EQ(refusal_of("providers: { valuescan: { api_key_file: key } }"),
            "14: providers.valuescan.secret_key_file is missing");
}

TEST_F(ConfigFiles, FileThatIsNotThereIsRefusedWithoutItsName) {
  EXPECT_EQ(refusal_of("providers: { tickdb: { api_key_file: tk_live_1234 } }"),
            "38: providers.tickdb.api_key_file names a file that cannot be read: No such file or "
            "directory");
  EXPECT_EQ(refusal_of("providers: { opend: { rsa_key_file: rsa.pem } }"),
            "37: providers.opend.rsa_key_file names a file that cannot be read: No such file or "
            "directory");
  EXPECT_EQ(refusal_of("providers: { opend: { rsa_key_file: . } }"),
            "37: providers.opend.rsa_key_file names a file that cannot be read: Is a directory");
}

TEST_F(ConfigFiles, AuthoritiesAndKeysMustBePem) {
  folder_.write("key", "k3y");
  folder_.write("ca.pem", kPrivateKey);
  folder_.write("rsa.pem", kCertificate);

  EXPECT_EQ(refusal_of("providers: { tickdb: { api_key_file: key, ca_file: ca.pem } }"),
            "52: providers.tickdb.ca_file names a file without a PEM CERTIFICATE");
  EXPECT_EQ(refusal_of("providers: { opend: { rsa_key_file: rsa.pem } }"),
            "37: providers.opend.rsa_key_file names a file without a PEM PRIVATE KEY");
}

TEST_F(ConfigFiles, BundleOfManyAuthoritiesIsReadToItsEnd) {
  folder_.write("key", "k3y");
  for (const std::size_t bytes :
       {std::size_t{1}, std::size_t{65'535}, std::size_t{65'536}, std::size_t{300'000},
        (std::size_t{1} << 20) - kCertificate.size()}) {
    folder_.write("ca.pem", std::string(bytes, '#') + std::string{kCertificate});
    EXPECT_EQ(refusal_of("providers: { tickdb: { api_key_file: key, ca_file: ca.pem } }"), "");
  }
  folder_.write("ca.pem", std::string(1 << 20, '#') + std::string{kCertificate});
  EXPECT_EQ(refusal_of("providers: { tickdb: { api_key_file: key, ca_file: ca.pem } }"),
            "52: providers.tickdb.ca_file names a file that cannot be read: File too large");
}

TEST_F(ConfigFiles, ConfigurationThatCannotBeReadIsRefusedByName) {
  const auto missing = read_config(folder_.path() / "none.yaml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, (folder_.path() / "none.yaml").string() +
                                         ": cannot be read: No such file or directory");

  const auto large = read_config(folder_.write("large.yaml", std::string((1 << 20) + 1, ' ')));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().message,
            (folder_.path() / "large.yaml").string() + ": cannot be read: File too large");
}

}  // namespace
}  // namespace tidegate::ops
