// What the configuration refuses, and in which words.

#include <string>
#include <string_view>
#include <vector>

#include "config_fixture.hpp"

namespace tidegate::ops {
namespace {

struct Refused {
  std::string_view text;  // what follows a first line with a provider
  std::string_view message;
};

void expect_refused(const std::vector<Refused>& table) {
  for (const auto& [text, message] : table) {
    const std::string file = "providers: { opend: {} }\n" + std::string{text};
    EXPECT_EQ(refusal(file), message) << text;
  }
}

TEST(Config, UnknownKeyNamesTheNearestValidOne) {
  expect_refused({
      {"grcp: {}", R"(server.yaml:2:1: unknown key "grcp"; did you mean "grpc"?)"},
      {"log: { Level: info }",
       R"(server.yaml:2:8: unknown key "Level" in log; did you mean "level"?)"},
      {"log:\n  slow-call: 1s",
       R"(server.yaml:3:3: unknown key "slow-call" in log; did you mean "slow_call"?)"},
      {"shutdown: { graceful: 1s }",
       R"(server.yaml:2:13: unknown key "graceful" in shutdown; did you mean "grace"?)"},
  });
}

TEST(Config, UnknownKeyOfAProviderNamesTheNearestValidOne) {
  EXPECT_EQ(refusal("providers:\n"
                    "  opend: {}\n"
                    "  tickdb:\n"
                    "    api_keyfile: x\n"
                    "    amount_scale: { hk: 1 }\n"),
            "server.yaml:3:3: providers.tickdb.api_key_file is missing\n"
            "server.yaml:4:5: unknown key \"api_keyfile\" in providers.tickdb; did you mean "
            "\"api_key_file\"?\n"
            "server.yaml:5:21: unknown key \"hk\" in providers.tickdb.amount_scale; did you mean "
            "\"HK\"?");
}

TEST(Config, UnknownKeyUnlikeAnyValidOneIsToldWhichThereAre) {
  expect_refused({
      {"<<: {}", R"(server.yaml:2:1: unknown key "<<"; it takes )"
                 "grpc, admin, shutdown, log or providers"},
      {"log: { colour: red }",
       R"(server.yaml:2:8: unknown key "colour" in log; it takes level, slow_call or sample)"},
      {"log: { \"a\\e[31m\": 1 }",
       R"(server.yaml:2:8: unknown key "a?[31m" in log; it takes level, slow_call or sample)"},
  });
}

TEST(Config, UnknownWordNamesTheNearestValidOne) {
  expect_refused({
      {"log: { level: warn }",
       "server.yaml:2:15: log.level must be debug, info, warning or error, "
       "not \"warn\"; did you mean \"warning\"?"},
      {"log: { level: DEBUG }",
       "server.yaml:2:15: log.level must be debug, info, warning or "
       "error, not \"DEBUG\"; did you mean \"debug\"?"},
      {"log: { level: chatty }",
       "server.yaml:2:15: log.level must be debug, info, warning or "
       "error, not \"chatty\""},
  });
}

TEST(Config, DuplicateKeyIsRefusedWithTheFirstOne) {
  expect_refused({
      {"log: {}\nlog: {}", R"(server.yaml:3:1: duplicate key "log", first on line 2)"},
      {"log:\n  level: info\n  sample: 1\n  level: info",
       R"(server.yaml:5:3: duplicate key "level", first on line 3)"},
  });
}

TEST(Config, ValueOfTheWrongShapeIsRefused) {
  expect_refused({
      {"grpc: 1", "server.yaml:2:7: grpc must be a mapping"},
      {"grpc: []", "server.yaml:2:7: grpc must be a mapping"},
      {"grpc: !x {}", "server.yaml:2:7: grpc must be a mapping"},
      {"grpc: { listen: [a] }", "server.yaml:2:17: grpc.listen must be a single value, not a list"},
      {"grpc: { listen: {a: b} }",
       "server.yaml:2:17: grpc.listen must be a single value, not a mapping"},
      {"grpc: { listen: }", "server.yaml:2:9: grpc.listen has no value"},
      {"grpc:\n  listen: ~\nlog: {}", "server.yaml:3:3: grpc.listen has no value"},
      {"grpc: { listen: !!str a }",
       "server.yaml:2:17: grpc.listen carries a tag; tags mean nothing here"},
      {"grpc: { listen: &a \"h:1\" }\nadmin: { listen: *a }",
       "server.yaml:3:18: admin.listen is an alias; write the value out"},
      {"grpc: { [a]: b }", "server.yaml:2:9: a key must be a word"},
      {"log: { level: \"info\\n\" }",
       "server.yaml:2:15: log.level holds a line break or another control character"},
  });
}

TEST(Config, NumberOutsideItsRangeIsRefused) {
  for (const std::string_view sample : {"-0.1", "1.1", "nan", "inf", "1e400", "half", "0x1"}) {
    EXPECT_EQ(refusal("providers: { opend: {} }\nlog: { sample: " + std::string{sample} + " }"),
              "server.yaml:2:16: log.sample must be a number from 0 to 1, not \"" +
                  std::string{sample} + '"');
  }
  for (const std::string_view rate : {"0", "-1", "60001", "99999999999", "1.5", "6e1", "+6"}) {
    EXPECT_EQ(refusal("providers:\n  opend: {}\n  tickdb: { requests_per_minute: " +
                      std::string{rate} + " }"),
              "server.yaml:3:3: providers.tickdb.api_key_file is missing\n"
              "server.yaml:3:34: providers.tickdb.requests_per_minute must be a whole number from "
              "1 to 60000, not \"" +
                  std::string{rate} + '"');
  }
}

TEST(Config, EnvironmentVariableThatIsNotSetIsNamed) {
  unsetenv("TIDEGATE_TEST_UNSET");
  expect_refused({
      {"log: { level: \"${TIDEGATE_TEST_UNSET}\" }",
       "server.yaml:2:15: log.level needs the environment variable \"TIDEGATE_TEST_UNSET\", which "
       "is not set"},
      {"log: { level: \"${}\" }",
       "server.yaml:2:15: log.level holds a ${ that is not ${NAME}; write $$ for a plain $"},
      {"log: { level: \"${\" }",
       "server.yaml:2:15: log.level holds a ${ that is not ${NAME}; write $$ for a plain $"},
      {"log: { level: \"${A B}\" }",
       "server.yaml:2:15: log.level holds a ${ that is not ${NAME}; write $$ for a plain $"},
      {"log: { level: $HOME }",
       "server.yaml:2:15: log.level holds a $ that starts neither ${NAME} "
       "nor $$, which stands for a plain $"},
  });
}

TEST(Config, ValueOfTheEnvironmentStaysOutOfErrors) {
  const ScopedVariable secret{"TIDEGATE_TEST_SECRET", "hunter2"};
  EXPECT_EQ(refusal("providers: { opend: { address: \"${TIDEGATE_TEST_SECRET}\" } }"),
            "server.yaml:1:32: providers.opend.address must be host:port, such as 127.0.0.1:8080 "
            "or [::1]:8080, not \"${TIDEGATE_TEST_SECRET}\"");
}

TEST(Config, ValueThatGrowsWithoutEndIsRefused) {
  const ScopedVariable large{"TIDEGATE_TEST_LARGE", std::string(4000, 'x')};
  EXPECT_EQ(refusal("providers: { opend: { address: "
                    "\"${TIDEGATE_TEST_LARGE}${TIDEGATE_TEST_LARGE}\" } }"),
            "server.yaml:1:32: providers.opend.address is longer than 4096 bytes");
}

TEST(Config, AtLeastOneProviderIsRequired) {
  constexpr std::string_view kNone = "providers must name tickdb, valuescan or opend, at least one";
  EXPECT_EQ(refusal(""), "server.yaml:1:1: providers is missing");
  EXPECT_EQ(refusal("# nothing yet"), "server.yaml:1:1: providers is missing");
  EXPECT_EQ(refusal("log: {}"), "server.yaml:1:1: providers is missing");
  EXPECT_EQ(refusal("log: {}\nproviders:"), "server.yaml:2:1: " + std::string{kNone});
  EXPECT_EQ(refusal("providers: {}"), "server.yaml:1:1: " + std::string{kNone});
}

TEST(Config, SyntaxErrorsSayWhere) {
  EXPECT_EQ(refusal("log: {}\ngrpc: { listen: a\n"),
            "server.yaml:3:1: not valid YAML: end of map flow not found");
  EXPECT_EQ(refusal("log:\n  level: info\n sample: 1"),
            "server.yaml:3:2: not valid YAML: end of map not found");
  EXPECT_EQ(refusal("log: {}\ngrpc: { listen: ${LISTEN} }\n"),
            "server.yaml:2:18: not valid YAML: end of map flow not found; inside { } or [ ] write "
            "\"${NAME}\", in quotes");
  EXPECT_EQ(refusal("log: {}\n---\nlog: {}"),
            "server.yaml:3:1: a second document; one is expected");
  EXPECT_EQ(refusal("log: {}\n# \x04 ends it?"),
            "server.yaml:2:3: control characters are not allowed");
  EXPECT_EQ(refusal("- providers"), "server.yaml:1:1: the file must be a mapping");
}

TEST(Config, AllFaultsAreToldAtOnceInTheOrderOfTheFile) {
  const auto config = parse_config(
      "log: { level: loud, sample: 7 }\ngrpc: { listen: x }\nadmin: { port: 1 }", "server.yaml");

  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().fault, core::Fault::kInvalidField);
  EXPECT_EQ(config.error().message,
            "server.yaml:1:1: providers is missing\n"
            "server.yaml:1:15: log.level must be debug, info, warning or error, not \"loud\"\n"
            "server.yaml:1:29: log.sample must be a number from 0 to 1, not \"7\"\n"
            "server.yaml:2:17: grpc.listen must be host:port, such as 127.0.0.1:8080 or "
            "[::1]:8080, not \"x\"\n"
            "server.yaml:3:10: unknown key \"port\" in admin; it takes listen");
  std::vector<std::string> fields;
  for (const auto& fault : config.error().fields) fields.push_back(fault.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"providers", "log.level", "log.sample", "grpc.listen",
                                              "admin.port"}));
  EXPECT_EQ(config.error().fields[2].description,
            "log.sample must be a number from 0 to 1, not \"7\"");
}

TEST(Config, FaultsBeyondAHundredAreOnlyCounted) {
  std::string text = "providers: { opend: {} }\n";
  for (int i = 0; i < 107; ++i) text += "unknown_" + std::to_string(i) + ": 1\n";

  const auto config = parse_config(text, "server.yaml");

  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().fields.size(), 100U);
  EXPECT_TRUE(config.error().message.ends_with("\n... and 7 more"));
}

TEST(Config, SizeAndNestingAreBounded) {
  const auto repeated = [](std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return refusal(text);
  };

  EXPECT_EQ(refusal(std::string((1 << 20) + 1, '\n')), "server.yaml: larger than 1 MiB");
  for (const std::string_view opener : {"[", "{", "- ", "? ", "{a: "}) {
    const std::string message = repeated(opener, 10'000);
    EXPECT_TRUE(message.ends_with("not valid YAML: nested too deeply")) << message;
  }
  EXPECT_EQ(repeated("- 1\n", 10'000), "server.yaml:10000:3: not valid YAML: too many values");
}

}  // namespace
}  // namespace tidegate::ops
