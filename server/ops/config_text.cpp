#include "ops/config_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace tidegate::ops {
namespace {

constexpr std::size_t kShownBytesMax = 60;
constexpr std::size_t kExpandedBytesMax = 4096;

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// Insertions, deletions and replacements that lead from one word to the other, capitals aside.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size());
  std::iota(row.begin(), row.end(), std::size_t{1});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = i;
    std::size_t before = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(left[i]) == lower(right[j]) ? 0 : 1);
      diagonal = row[j];
      row[j] = before = std::min({before + 1, diagonal + 1, replaced});
    }
  }
  return row.empty() ? left.size() : row.back();
}

bool is_name(std::string_view name) {
  const auto allowed = [](char each) {
    return (lower(each) >= 'a' && lower(each) <= 'z') || (each >= '0' && each <= '9') ||
           each == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), allowed);
}

// Takes `${NAME}` off the front of `rest` and puts its value into `done`.
void expand_variable(std::string_view& rest, Expansion& done) {
  const auto end = rest.find('}');
  const auto name = rest.substr(0, end).substr(std::min<std::size_t>(rest.size(), 2));
  if (end == std::string_view::npos || !is_name(name)) {
    done.problem = "holds a ${ that is not ${NAME}; write $$ for a plain $";
    return;
  }
  const char* value = std::getenv(std::string{name}.c_str());
  if (value == nullptr) {
    done.problem = "needs the environment variable " + in_quotes(name) + ", which is not set";
    return;
  }
  done.text += value;
  rest.remove_prefix(end + 1);
}

}  // namespace

bool is_control(char each) {
  const auto byte = static_cast<unsigned char>(each);
  return byte < 0x20 || byte == 0x7F;
}

std::string printable(std::string_view text) {
  std::string out{text.substr(0, kShownBytesMax)};
  std::replace_if(out.begin(), out.end(), is_control, '?');
  if (text.size() > kShownBytesMax) out += "...";
  return out;
}

std::string in_quotes(std::string_view text) {
  return '"' + printable(text) + '"';
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> words) {
  std::optional<std::string_view> best;
  std::size_t best_distance = 0;
  for (const auto each : words) {
    const std::size_t longer = std::max(word.size(), each.size());
    if (longer > 2 * each.size()) continue;  // too long to be a slip, and to be worth measuring
    const std::size_t away = distance(word, each);
    // More than half of it wrong is another word, not a slip.
    if (2 * away > longer || (best && away >= best_distance)) continue;
    best = each;
    best_distance = away;
  }
  return best;
}

std::string alternatives(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

Expansion expand(std::string_view written) {
  Expansion done;
  while (!written.empty() && done.problem.empty()) {
    const auto plain = written.substr(0, written.find('$'));
    done.text += plain;
    written.remove_prefix(plain.size());
    if (written.starts_with("$$")) {
      done.text += '$';
      written.remove_prefix(2);
    } else if (written.starts_with("${")) {
      expand_variable(written, done);
    } else if (!written.empty()) {
      done.problem = "holds a $ that starts neither ${NAME} nor $$, which stands for a plain $";
    }
    if (done.text.size() > kExpandedBytesMax) done.problem = "is longer than 4096 bytes";
  }
  if (done.problem.empty() && std::any_of(done.text.begin(), done.text.end(), is_control)) {
    done.problem = "holds a line break or another control character";
  }
  return done;
}

}  // namespace tidegate::ops
