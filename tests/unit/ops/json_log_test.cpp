#include "ops/json_log.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <functional>
#include <future>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <simdjson.h>
#include <unistd.h>

namespace tidegate::ops {
namespace {

using core::Field;
using core::Level;
using namespace std::string_view_literals;

// What a log has written when it is gone.
std::vector<std::string> lines_of(Level level, const std::function<void(JsonLog&)>& use) {
  std::vector<std::string> lines;
  {
    JsonLog log{level, [&](std::string_view line) { lines.emplace_back(line); }};
    use(log);
  }
  return lines;
}

std::string line_with(const Field& field) {
  const auto lines =
      lines_of(Level::kInfo, [&](JsonLog& log) { log.write(Level::kInfo, "event", {field}); });
  EXPECT_EQ(lines.size(), 1U);
  return lines.empty() ? "" : lines.front();
}

std::string with_time_zeroed(std::string line) {
  const auto end =
      line.begin() + static_cast<std::ptrdiff_t>(std::min(line.find(','), line.size()));
  std::replace_if(
      line.begin(), end, [](unsigned char each) { return std::isdigit(each); }, '0');
  return line;
}

// How a text comes back from a JSON parser.
std::string read_back(std::string_view text) {
  simdjson::dom::parser parser;
  const std::string line = line_with({"text", text});
  std::string_view value;
  EXPECT_EQ(parser.parse(line)["text"].get(value), simdjson::SUCCESS) << line;
  return std::string{value};
}

TEST(JsonLog, LineIsOneObjectWithItsFieldsInOrder) {
  const auto lines = lines_of(Level::kInfo, [](JsonLog& log) {
    log.write(
        Level::kWarning, "upstream_lost",
        {{"provider", "tickdb"sv}, {"tries", std::int64_t{-3}}, {"after", 0.25}, {"ok", true}});
    log.write(Level::kInfo, "bare", {});
  });

  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(with_time_zeroed(lines[0]),
            R"({"time":"0000-00-00T00:00:00.000000Z","level":"warning","event":"upstream_lost",)"
            R"("provider":"tickdb","tries":-3,"after":0.25,"ok":true})"
            "\n");
  EXPECT_EQ(with_time_zeroed(lines[1]),
            R"({"time":"0000-00-00T00:00:00.000000Z","level":"info","event":"bare"})"
            "\n");
}

TEST(JsonLog, TimeIsTheMomentOfWritingInUtc) {
  using namespace std::chrono;
  const auto before = floor<microseconds>(system_clock::now());
  const std::string line = line_with({"a", true});
  const auto after = system_clock::now();

  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;
  ASSERT_EQ(std::sscanf(line.c_str(), R"({"time":"%d-%u-%uT%d:%d:%d.%6dZ")", &year, &month, &day,
                        &hour, &minute, &second, &micros),
            7);
  const sys_days date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
  const auto time = date + hours{hour} + minutes{minute} + seconds{second} + microseconds{micros};
  EXPECT_GE(time, before);
  EXPECT_LE(time, after);
}

TEST(JsonLog, AnyTextComesBackFromAParserAsItWas) {
  std::string all;
  for (char byte = 0; byte < 0x7F; ++byte) all += byte;
  all += '\x7F';

  EXPECT_EQ(read_back(all), all);
  for (const auto text : {""sv, "plain"sv, "\"\\/"sv, "a\0b"sv, "{\"a\":1}\n"sv, "\x1B[31mred"sv,
                          "\u00E9 \u6E2F\u80A1 \U0001F600 \u0080 \u07FF \u0800 \uD7FF \uFFFF"sv,
                          "\U00010000 \U0010FFFF"sv}) {
    EXPECT_EQ(read_back(text), text);
  }
}

TEST(JsonLog, LineHoldsNoControlCharacterButItsEnd) {
  std::string all;
  for (char byte = 0; byte < 0x20; ++byte) all += byte;
  all += '\x7F';

  const std::string line = line_with({"text", all});

  EXPECT_EQ(line.find_first_of(all), line.size() - 1);
}

TEST(JsonLog, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  struct Case {
    std::string_view bytes;
    std::string_view text;
  };
  for (const auto& [bytes, text] :
       {Case{"a\x80z"sv, "a\uFFFDz"sv},                           // a continuation on its own
        {"a\xFFz"sv, "a\uFFFDz"sv},                               // never a byte of UTF-8
        {"a\xC3"sv, "a\uFFFD"sv},                                 // ends too early
        {"a\xC3z"sv, "a\uFFFDz"sv},                               //
        {"\xE2\x82z"sv, "\uFFFD\uFFFDz"sv},                       //
        {"\xC0\xAF"sv, "\uFFFD\uFFFD"sv},                         // overlong
        {"\xE0\x9F\xBF"sv, "\uFFFD\uFFFD\uFFFD"sv},               //
        {"\xF0\x8F\xBF\xBF"sv, "\uFFFD\uFFFD\uFFFD\uFFFD"sv},     //
        {"\xED\xA0\x80"sv, "\uFFFD\uFFFD\uFFFD"sv},               // half of a surrogate pair
        {"\xF4\x90\x80\x80"sv, "\uFFFD\uFFFD\uFFFD\uFFFD"sv}}) {  // beyond the last code point
    EXPECT_EQ(read_back(bytes), text);
  }
}

TEST(JsonLog, LongTextIsCutBetweenCharacters) {
  const std::string limit(JsonLog::kTextBytesMax, 'x');
  EXPECT_EQ(read_back(limit), limit);
  EXPECT_EQ(read_back(limit + 'x'), limit + "\u2026");

  // The three bytes of the euro sign do not fit into what is left.
  const std::string almost = limit.substr(2);
  EXPECT_EQ(read_back(almost + "\u20AC"), almost + "\u2026");
}

TEST(JsonLog, NumbersKeepTheirValue) {
  for (const double number : {0.0, -0.5, 1e300, 5e-324, 0.1, 123456789.125}) {
    simdjson::dom::parser parser;
    const std::string line = line_with({"n", number});
    double value = -1;
    ASSERT_EQ(parser.parse(line)["n"].get(value), simdjson::SUCCESS) << line;
    EXPECT_EQ(value, number);
  }
  for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{0},
                                    std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_TRUE(line_with({"n", number}).ends_with(":" + std::to_string(number) + "}\n"));
  }
}

TEST(JsonLog, NumbersThatJsonCannotSayAreNull) {
  using Limits = std::numeric_limits<double>;
  for (const double number : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()}) {
    EXPECT_TRUE(line_with({"n", number})
                    .ends_with(R"(,"n":null})"
                               "\n"));
  }
}

TEST(JsonLog, LinesBelowTheLevelAreNotWritten) {
  const std::vector levels{Level::kDebug, Level::kInfo, Level::kWarning, Level::kError};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto lines = lines_of(levels[i], [&](JsonLog& log) {
      for (const Level level : levels) {
        EXPECT_EQ(log.wants(level), level >= levels[i]);
        log.write(level, "event", {});
      }
    });
    EXPECT_EQ(lines.size(), levels.size() - i);
  }
}

TEST(JsonLog, LinesOfManyThreadsAllArriveWhole) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kLines = JsonLog::kQueueMax / kThreads;
  const auto lines = lines_of(Level::kInfo, [](JsonLog& log) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&log] {
        for (std::size_t j = 0; j < kLines; ++j) log.write(Level::kInfo, "event", {{"n", 1.5}});
      });
    }
  });

  EXPECT_EQ(lines.size(), kThreads * kLines);
  simdjson::dom::parser parser;
  for (const auto& line : lines) ASSERT_EQ(parser.parse(line).error(), simdjson::SUCCESS);
}

// A sink that takes one line and then waits.
class StuckSink {
 public:
  void take(std::string_view line) {
    lines.emplace_back(line);
    if (lines.size() > 1) return;
    arrived.set_value();
    release.get_future().wait();
  }

  std::vector<std::string> lines;
  std::promise<void> arrived;
  std::promise<void> release;
};

TEST(JsonLog, WritersOverrunTheOldestLinesInsteadOfWaiting) {
  StuckSink sink;
  {
    JsonLog log{Level::kInfo, [&](std::string_view line) { sink.take(line); }};
    log.write(Level::kInfo, "first", {});
    sink.arrived.get_future().wait();

    for (std::size_t i = 0; i < JsonLog::kQueueMax; ++i) log.write(Level::kInfo, "old", {});
    EXPECT_EQ(log.dropped(), 0U);
    for (int i = 0; i < 7; ++i) log.write(Level::kInfo, "new", {});
    EXPECT_EQ(log.dropped(), 7U);

    sink.release.set_value();
  }

  ASSERT_EQ(sink.lines.size(), 1 + 1 + JsonLog::kQueueMax);
  EXPECT_TRUE(sink.lines[0].ends_with("\"event\":\"first\"}\n"));
  EXPECT_TRUE(sink.lines[1].ends_with(R"("level":"warning","event":"log_overrun","dropped":7})"
                                      "\n"))
      << sink.lines[1];
  EXPECT_TRUE(sink.lines[2].ends_with("\"event\":\"old\"}\n"));
  EXPECT_TRUE(sink.lines.back().ends_with("\"event\":\"new\"}\n"));
}

TEST(JsonLog, SinkThatFailsLosesItsLineAndNothingElse) {
  std::vector<std::string> lines;
  std::promise<void> finished;
  JsonLog log{Level::kInfo, [&](std::string_view line) {
                if (line.find("bad") != std::string_view::npos) throw std::runtime_error{"full"};
                lines.emplace_back(line);
                finished.set_value();
              }};
  testing::internal::CaptureStderr();
  log.write(Level::kInfo, "bad", {});
  log.write(Level::kInfo, "good", {});
  finished.get_future().wait();

  EXPECT_EQ(log.dropped(), 1U);
  EXPECT_EQ(lines.size(), 1U);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(JsonLog, StandardErrorIsWhereLinesGo) {
  testing::internal::CaptureStderr();
  { JsonLog{Level::kInfo}.write(Level::kError, "to_everyone", {}); }
  const std::string text = testing::internal::GetCapturedStderr();

  EXPECT_TRUE(text.ends_with("\"level\":\"error\",\"event\":\"to_everyone\"}\n")) << text;
}

TEST(JsonLog, StandardErrorThatNobodyReadsEndsNothing) {
  int pipe_ends[2] = {-1, -1};
  ASSERT_EQ(pipe(pipe_ends), 0);
  close(pipe_ends[0]);
  const int before = dup(STDERR_FILENO);
  dup2(pipe_ends[1], STDERR_FILENO);
  close(pipe_ends[1]);

  // SIGPIPE would end the test here.
  { JsonLog{Level::kInfo}.write(Level::kError, "to_no_one", {}); }

  dup2(before, STDERR_FILENO);
  close(before);
}

}  // namespace
}  // namespace tidegate::ops
