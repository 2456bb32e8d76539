// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/usage.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/value_kinds.h"

namespace geotask::cli {
namespace {

using Json = nlohmann::ordered_json;

Json namesOf(const CLI::Option& option) {
  Json names = Json::array();
  if (option.get_positional()) names.push_back(option.get_name(true));
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  return names;
}

Json describe(CLI::Option& option) {
  Json json = {{"names", namesOf(option)}, {"description", option.get_description()}};
  if (option.get_items_expected_max() > 0) {
    json["value"] = option.get_positional() ? option.get_name(true) : option.get_type_name();
    const std::string kind = kindOf(option);
    if (!kind.empty()) json["kind"] = kind;
    const std::vector<std::string> choices = choicesOf(option);
    if (!choices.empty()) json["choices"] = choices;
  }
  json["required"] = option.get_required();
  json["repeatable"] = option.get_items_expected_max() > 1 ||
                       option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  return json;
}

Json listOf(CLI::App& app, bool positional) {
  Json list = Json::array();
  for (CLI::Option* option :
       app.get_options([&](CLI::Option* each) { return each->get_positional() == positional; })) {
    list.push_back(describe(*option));
  }
  return list;
}

}  // namespace

Json usageOf(CLI::App& app) {
  Json verbs = Json::array();
  // Those without a group are for programs and not shown.
  for (CLI::App* verb :
       app.get_subcommands([](CLI::App* each) { return !each->get_group().empty(); })) {
    verbs.push_back({{"name", verb->get_name()},
                     {"description", verb->get_description()},
                     {"arguments", listOf(*verb, true)},
                     {"options", listOf(*verb, false)},
                     {"footer", verb->get_footer()}});
  }
  return {{"name", app.get_name()},
          {"version", GEOTASK_VERSION},
          {"description", app.get_description()},
          {"options", listOf(app, false)},
          {"verbs", std::move(verbs)}};
}

}  // namespace geotask::cli
