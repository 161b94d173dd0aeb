#include "ops/config_tree.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "ops/config_text.hpp"

namespace tidegate::ops {
namespace {

constexpr std::size_t kNestingMax = 16;
constexpr std::size_t kNodesMax = 10'000;

Place place_of(const YAML::Mark& mark) {
  return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

// From the parser's events rather than from its tree, which forgets what was written twice and
// follows aliases wherever they lead.
class TreeBuilder final : public YAML::EventHandler {
 public:
  ConfigNode take() { return std::move(root_); }

 private:
  using Kind = ConfigNode::Kind;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(node(Kind::kNothing, mark)); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { add(node(Kind::kAlias, mark)); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    ConfigNode text = node(Kind::kText, mark, tag);
    text.text = value;
    add(std::move(text));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(node(Kind::kList, mark, tag), mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(node(Kind::kMapping, mark, tag), mark);
  }
  void OnMapEnd() override { close(); }

  ConfigNode node(Kind kind, const YAML::Mark& mark, const std::string& tag = {}) {
    if (++nodes_ > kNodesMax) throw YAML::ParserException{mark, "too many values"};
    // The parser itself tags what carries no tag, as plain ("?") or quoted ("!").
    const bool tagged = !tag.empty() && tag != "?" && tag != "!";
    return {.kind = kind, .place = place_of(mark), .text = {}, .tagged = tagged, .children = {}};
  }

  void open(ConfigNode node, const YAML::Mark& mark) {
    if (open_.size() == kNestingMax) throw YAML::ParserException{mark, "nested too deeply"};
    open_.push_back(std::move(node));
  }

  void close() {
    ConfigNode node = std::move(open_.back());
    open_.pop_back();
    add(std::move(node));
  }

  void add(ConfigNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().children.push_back(std::move(node));
    }
  }

  ConfigNode root_;
  std::vector<ConfigNode> open_;
  std::size_t nodes_ = 0;
};

// YAML allows no control characters, yet the parser takes some for the end of the file.
std::optional<ConfigSyntaxFault> control_character(std::string_view text) {
  const auto is_refused = [](char each) {
    return is_control(each) && each != '\n' && each != '\r' && each != '\t';
  };
  const auto found = std::find_if(text.begin(), text.end(), is_refused);
  if (found == text.end()) return std::nullopt;
  const std::string_view before{text.begin(), found};
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;
  return ConfigSyntaxFault{{static_cast<int>(line), static_cast<int>(column)},
                           "control characters are not allowed"};
}

// Inside { } a plain ${NAME} ends in the middle, and the parser complains of something else.
std::string advice(std::string_view text, int line) {
  for (; line > 1; --line) text.remove_prefix(text.find('\n') + 1);
  const bool has_variable = text.substr(0, text.find('\n')).find("${") != std::string_view::npos;
  return has_variable ? "; inside { } or [ ] write \"${NAME}\", in quotes" : "";
}

}  // namespace

boost::system::result<ConfigNode, ConfigSyntaxFault> parse_config_tree(std::string_view text) {
  if (auto fault = control_character(text)) return *std::move(fault);
  try {
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    TreeBuilder builder;
    parser.HandleNextDocument(builder);
    ConfigNode root = builder.take();
    if (TreeBuilder rest; parser.HandleNextDocument(rest)) {
      return ConfigSyntaxFault{rest.take().place, "a second document; one is expected"};
    }
    return root;
  } catch (const YAML::Exception& thrown) {
    const Place place = place_of(thrown.mark);
    return ConfigSyntaxFault{place, "not valid YAML: " + thrown.msg + advice(text, place.line)};
  }
}

}  // namespace tidegate::ops
