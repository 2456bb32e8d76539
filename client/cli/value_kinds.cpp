// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/value_kinds.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

namespace geotask::cli {
namespace {

const std::string kChoices = "choices:";
const std::string kKind = "kind:";

// What follows a mark in the name of one of the option's validators.
std::string note(CLI::Option& option, const std::string& mark) {
  try {
    for (int i = 0;; ++i) {
      const std::string& name = option.get_validator(i)->get_name();
      if (name.compare(0, mark.size(), mark) == 0) return name.substr(mark.size());
    }
  } catch (const CLI::OptionNotFound&) {  // CLI11's way to say that there are no more.
    return "";
  }
}

}  // namespace

CLI::Validator choices(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : "|") + name;
  CLI::Validator validator = CLI::IsMember(names, CLI::ignore_case);
  validator.description("").name(kChoices + joined);
  return validator;
}

CLI::Validator kind(const std::string& name) {
  return CLI::Validator([](std::string&) { return std::string(); }, "", kKind + name);
}

std::vector<std::string> choicesOf(CLI::Option& option) {
  std::vector<std::string> names;
  const std::string joined = note(option, kChoices);
  for (size_t begin = 0; begin < joined.size();) {
    const size_t end = std::min(joined.find('|', begin), joined.size());
    names.push_back(joined.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

std::string kindOf(CLI::Option& option) { return note(option, kKind); }

}  // namespace geotask::cli
