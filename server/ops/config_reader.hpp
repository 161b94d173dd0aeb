#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/secret.hpp"
#include "ops/config_formats.hpp"
#include "ops/config_tree.hpp"

namespace tidegate::ops {

// Everything that is wrong with one configuration file.
class ConfigFaults {
 public:
  explicit ConfigFaults(std::filesystem::path file) : file_{std::move(file)} {}

  const std::filesystem::path& file() const { return file_; }
  bool empty() const { return faults_.empty(); }
  // `description` is a whole sentence; `field` is its subject as a dotted path.
  void add(Place place, std::string field, std::string description);
  // In the order of the file, a line for each. Beyond a hundred they are only counted.
  core::Error error() &&;

 private:
  struct Found {
    Place place;
    core::FieldFault fault;
  };

  std::string line_of(const Found& found) const;

  std::filesystem::path file_;
  std::vector<Found> faults_;
};

// One mapping of the file, asked key by key. A key that is absent or wrong leaves its target as it
// was, so that one pass finds every fault; a key that nobody asked for is a fault.
class ConfigReader {
 public:
  ConfigReader(const ConfigNode& node, Place place, std::string path, ConfigFaults& faults);

  bool empty() const { return entries_.empty(); }
  void refuse(std::string description) { refuse(place_, path_, std::move(description)); }
  void require(std::string_view key);

  template <class Target, class T>
  void read(std::string_view key, Target& target, const Format<T>& format) {
    const auto text = text_of(key);
    if (!text) return;
    if (auto value = format.parse(text->value)) {
      target = *std::move(value);
    } else {
      refuse_value(key, *text, format.expected, format.words);
    }
  }

  // The credential in the file that a required key names.
  core::Secret secret(std::string_view key);

  // The path of a file that can be read and holds a PEM block of this kind.
  void pem_file(std::string_view key, std::string& target, std::string_view kind);

  // Lets `read_inside(ConfigReader&)` read the mapping under a key, where there is one.
  template <class ReadInside>
  void section(std::string_view key, ReadInside read_inside) {
    const Entry* entry = find(key);
    if (entry == nullptr || !is_mapping(*entry)) return;
    ConfigReader inside{*entry->value, entry->place, path_to(key), faults_};
    read_inside(inside);
    inside.refuse_unknown_keys();
  }

  void refuse_unknown_keys();

 private:
  struct Entry {
    std::string_view key;
    Place place;
    const ConfigNode* value;
  };
  struct Text {
    std::string_view written;
    std::string value;
    Place place;
  };
  struct NamedFile {
    std::filesystem::path path;
    core::Secret bytes;  // not always secret, but always treated so
    Place place;
  };

  const Entry* find(std::string_view key);
  bool is_mapping(const Entry& entry);
  std::optional<Text> text_of(std::string_view key);
  std::optional<NamedFile> file_of(std::string_view key, std::size_t bytes_max);
  std::string path_to(std::string_view key) const;
  void refuse(Place place, std::string field, std::string description);
  void refuse_value(std::string_view key, const Text& text, const std::string& expected,
                    std::span<const std::string_view> words);

  Place place_;
  std::string path_;
  ConfigFaults& faults_;
  std::vector<Entry> entries_;
  std::vector<std::string_view> known_;
};

}  // namespace tidegate::ops
