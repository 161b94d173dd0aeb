#include "ops/config_reader.hpp"

#include <algorithm>

#include "ops/config_file.hpp"

namespace tidegate::ops {
namespace {

using Kind = ConfigNode::Kind;

constexpr std::size_t kFaultsMax = 100;
constexpr std::size_t kKeyBytesMax = 4096;
constexpr std::size_t kPemBytesMax = 1 << 20;

// Why a value that should be a single one is not; empty when it is.
std::string problem_of(const ConfigNode& value) {
  switch (value.kind) {
    case Kind::kNothing: return "has no value";
    case Kind::kList: return "must be a single value, not a list";
    case Kind::kMapping: return "must be a single value, not a mapping";
    case Kind::kAlias: return "is an alias; write the value out";
    case Kind::kText: break;
  }
  return value.tagged ? "carries a tag; tags mean nothing here" : "";
}

// Files of credentials usually end in the newline that an editor or `echo` puts there.
std::string_view without_newline(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// Why this cannot be a credential; empty when it can. Blanks are refused with what cannot be
// printed: at the end of a line they are as hard to see.
std::string problem_of_key(std::string_view key) {
  if (key.empty()) return "names an empty file";
  if (key.find('\n') != std::string_view::npos) return "names a file of more than one line";
  const bool clean =
      std::all_of(key.begin(), key.end(), [](char each) { return each > ' ' && each < '\x7F'; });
  return clean ? "" : "names a file with blanks or unprintable bytes";
}

}  // namespace

void ConfigFaults::add(Place place, std::string field, std::string description) {
  faults_.push_back({place, {std::move(field), std::move(description)}});
}

std::string ConfigFaults::line_of(const Found& found) const {
  std::string line = file_.string() + ':';
  if (found.place != Place{}) {
    line += std::to_string(found.place.line) + ':' + std::to_string(found.place.column) + ':';
  }
  return line + ' ' + found.fault.description;
}

core::Error ConfigFaults::error() && {
  core::Error error{core::Fault::kInvalidField, {}};
  std::stable_sort(faults_.begin(), faults_.end(),
                   [](const Found& left, const Found& right) { return left.place < right.place; });
  for (auto& found : std::span{faults_}.first(std::min(faults_.size(), kFaultsMax))) {
    if (!error.message.empty()) error.message += '\n';
    error.message += line_of(found);
    error.fields.push_back(std::move(found.fault));
  }
  if (faults_.size() > kFaultsMax) {
    error.message += "\n... and " + std::to_string(faults_.size() - kFaultsMax) + " more";
  }
  return error;
}

ConfigReader::ConfigReader(const ConfigNode& node, Place place, std::string path,
                           ConfigFaults& faults)
    : place_{place}, path_{std::move(path)}, faults_{faults} {
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const ConfigNode& key = node.children[i];
    if (key.kind != Kind::kText) {
      refuse(key.place, path_, "a key must be a word");
      continue;
    }
    const auto first = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& each) { return each.key == key.text; });
    if (first == entries_.end()) {
      entries_.push_back({key.text, key.place, &node.children[i + 1]});
    } else {
      refuse(key.place, path_to(key.text),
             "duplicate key " + in_quotes(key.text) + ", first on line " +
                 std::to_string(first->place.line));
    }
  }
}

void ConfigReader::require(std::string_view key) {
  if (find(key) == nullptr) refuse(place_, path_to(key), path_to(key) + " is missing");
}

core::Secret ConfigReader::secret(std::string_view key) {
  require(key);
  const auto file = file_of(key, kKeyBytesMax);
  if (!file) return {};
  const auto line = without_newline(file->bytes.reveal());
  if (auto problem = problem_of_key(line); !problem.empty()) {
    refuse(file->place, path_to(key), path_to(key) + ' ' + problem);
  }
  return core::Secret{std::string{line}};
}

void ConfigReader::pem_file(std::string_view key, std::string& target, std::string_view kind) {
  const auto file = file_of(key, kPemBytesMax);
  if (!file) return;
  // Matches `RSA PRIVATE KEY` and `TRUSTED CERTIFICATE`, too.
  const std::string heading = std::string{kind} + "-----";
  if (file->bytes.reveal().find(heading) == std::string_view::npos) {
    return refuse(file->place, path_to(key),
                  path_to(key) + " names a file without a PEM " + std::string{kind});
  }
  target = file->path.string();
}

void ConfigReader::refuse_unknown_keys() {
  for (const Entry& entry : entries_) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    std::string description = "unknown key " + in_quotes(entry.key);
    if (!path_.empty()) description += " in " + path_;
    if (const auto meant = nearest(entry.key, known_)) {
      description += "; did you mean " + in_quotes(*meant) + '?';
    } else {
      description += "; it takes " + alternatives(known_);
    }
    refuse(entry.place, path_to(entry.key), std::move(description));
  }
}

const ConfigReader::Entry* ConfigReader::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [key](const Entry& each) { return each.key == key; });
  return found == entries_.end() ? nullptr : &*found;
}

// A key with nothing under it is a section whose lines are all commented out.
bool ConfigReader::is_mapping(const Entry& entry) {
  const ConfigNode& value = *entry.value;
  const bool right = value.kind == Kind::kMapping || value.kind == Kind::kNothing;
  if (right && !value.tagged) return true;
  refuse(value.place, path_to(entry.key), path_to(entry.key) + " must be a mapping");
  return false;
}

std::optional<ConfigReader::Text> ConfigReader::text_of(std::string_view key) {
  const Entry* entry = find(key);
  if (entry == nullptr) return std::nullopt;
  const ConfigNode& value = *entry->value;
  const Place place = value.kind == Kind::kNothing ? entry->place : value.place;
  Expansion expanded;
  expanded.problem = problem_of(value);
  if (expanded.problem.empty()) expanded = expand(value.text);
  if (expanded.problem.empty()) return Text{value.text, std::move(expanded.text), place};
  refuse(place, path_to(key), path_to(key) + ' ' + expanded.problem);
  return std::nullopt;
}

std::optional<ConfigReader::NamedFile> ConfigReader::file_of(std::string_view key,
                                                             std::size_t bytes_max) {
  const auto text = text_of(key);
  if (!text) return std::nullopt;
  // An absolute path replaces the folder.
  auto path = (faults_.file().parent_path() / text->value).lexically_normal();
  auto bytes = read_whole(path, bytes_max);
  if (bytes) return NamedFile{std::move(path), core::Secret{*std::move(bytes)}, text->place};
  // Without the name: a credential written where its file should be named must not reach a log.
  refuse(text->place, path_to(key),
         path_to(key) + " names a file that cannot be read: " + bytes.error().message());
  return std::nullopt;
}

std::string ConfigReader::path_to(std::string_view key) const {
  return path_.empty() ? printable(key) : path_ + '.' + printable(key);
}

void ConfigReader::refuse(Place place, std::string field, std::string description) {
  faults_.add(place, std::move(field), std::move(description));
}

void ConfigReader::refuse_value(std::string_view key, const Text& text, const std::string& expected,
                                std::span<const std::string_view> words) {
  // As written: what the environment put in stays out of errors, it might be a credential.
  std::string description =
      path_to(key) + " must be " + expected + ", not " + in_quotes(text.written);
  if (const auto meant = nearest(text.value, words)) {
    description += "; did you mean " + in_quotes(*meant) + '?';
  }
  refuse(text.place, path_to(key), std::move(description));
}

}  // namespace tidegate::ops
