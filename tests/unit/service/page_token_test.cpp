#include "service/page_token.hpp"

#include <gtest/gtest.h>

namespace tidegate::service {
namespace {

constexpr core::Instant kTime{std::chrono::milliseconds{1773279000123}};

v1::ListKlinesRequest question_of(const char* symbol) {
  v1::ListKlinesRequest request;
  request.set_symbol(symbol);
  request.set_interval(v1::KLINE_INTERVAL_1_MINUTE);
  return request;
}

TEST(PageToken, ComesBackAsItWent) {
  const auto question = page_question(question_of("700.HK"));

  EXPECT_EQ(read_page_token(write_page_token(kTime, question), question), kTime);
}

TEST(PageToken, PageSizeMayChangeBetweenPages) {
  auto request = question_of("700.HK");
  const auto question = page_question(request);
  request.set_page_size(7);
  request.set_page_token("whatever");

  EXPECT_EQ(page_question(request), question);
}

TEST(PageToken, AnotherQuestionsTokenIsRefused) {
  const auto token = write_page_token(kTime, page_question(question_of("700.HK")));

  EXPECT_FALSE(read_page_token(token, page_question(question_of("9988.HK"))).has_value());
}

TEST(PageToken, AnyChangedOrMissingCharacterIsRefused) {
  const auto question = page_question(question_of("700.HK"));
  const auto token = write_page_token(kTime, question);
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(read_page_token(changed, question).has_value()) << changed;
    EXPECT_FALSE(read_page_token(token.substr(0, i), question).has_value());
  }
  EXPECT_FALSE(read_page_token(token + "0", question).has_value());
}

}  // namespace
}  // namespace tidegate::service
