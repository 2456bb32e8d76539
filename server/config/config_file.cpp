// SPDX-License-Identifier: GPL-2.0-or-later
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "config/settings.h"

namespace geotask {
namespace {

// A value as it would be written on the command line; nothing when it is of another kind.
std::optional<std::string> asText(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* yes = node.as_boolean()) return yes->get() ? "on" : "off";
  return std::nullopt;
}

class FileReader {
 public:
  FileReader(const std::string& path, std::vector<std::string>& problems)
      : path_(path), problems_(problems) {}

  SettingValues read(const toml::table& table) {
    for (const auto& [toml_key, node] : table) {
      const std::string key(toml_key.str());
      if (key == "sources" && node.is_table()) {
        readSources(*node.as_table());
      } else {
        readSetting(key, node);
      }
    }
    return std::move(values_);
  }

 private:
  void readSources(const toml::table& table) {
    for (const auto& [name, node] : table) {
      const auto* text = node.as_string();
      if (text == nullptr) {
        report(node, absl::StrCat("sources.", std::string(name.str()),
                                  ": write a path or a connection in quotes"));
      } else {
        values_["source"].push_back(std::string(name.str()) + "=" + text->get());
      }
    }
  }

  void readSetting(const std::string& key, const toml::node& node) {
    const auto& all = settings();
    const auto setting =
        std::find_if(all.begin(), all.end(), [&](const Setting& s) { return key == s.name; });
    if (setting == all.end() || key == "source") {
      report(node, absl::StrCat(key, ": there is no such setting; geotaskd --help lists them, and ",
                                "sources are written in a table [sources]"));
      return;
    }
    std::vector<std::string>& texts = values_[key];
    bool understood = true;
    const auto add = [&](const toml::node& item) {
      const std::optional<std::string> text = asText(item);
      if (text) texts.push_back(*text);
      understood = understood && text;
    };
    if (const auto* array = node.as_array(); array != nullptr && setting->list) {
      for (const toml::node& item : *array) add(item);
    } else {
      add(node);
    }
    if (!understood) report(node, absl::StrCat(key, ": write ", setting->value));
  }

  void report(const toml::node& node, const std::string& what) {
    problems_.push_back(absl::StrCat(path_, ":", node.source().begin.line, ": ", what));
  }

  const std::string path_;
  std::vector<std::string>& problems_;
  SettingValues values_;
};

}  // namespace

SettingValues readConfigFile(const std::string& path, std::vector<std::string>& problems) {
  try {
    return FileReader(path, problems).read(toml::parse_file(path));
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;  // 0: the file could not be opened.
    problems.push_back(absl::StrCat(path, line == 0 ? "" : absl::StrCat(":", line), ": ",
                                    std::string(error.description())));
    return {};
  }
}

}  // namespace geotask
