#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

namespace tidegate::ops {

// Where in the configuration something stands, counted from 1; all zero is the file as a whole.
struct Place {
  int line = 0;
  int column = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

// The configuration as it is written, before anyone asks what it means.
struct ConfigNode {
  enum class Kind { kNothing, kText, kList, kMapping, kAlias };

  Kind kind = Kind::kNothing;
  Place place;
  std::string text;
  bool tagged = false;               // carries an explicit `!tag`
  std::vector<ConfigNode> children;  // of a mapping: key, value, key, value …
};

struct ConfigSyntaxFault {
  Place place;
  std::string description;
};

// One YAML document. Nothing is resolved: a duplicate key stands twice, an alias stays an alias.
// Bounded in nesting and in nodes.
boost::system::result<ConfigNode, ConfigSyntaxFault> parse_config_tree(std::string_view text);

}  // namespace tidegate::ops
