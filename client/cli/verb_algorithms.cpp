// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "cli/algorithm_text.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

struct Wanted {
  std::vector<std::string> words;
  std::vector<std::string> tags;
  v1::ListAlgorithmsRequest filter;
};

int run(Session& session, Wanted& wanted) {
  v1::ListAlgorithmsRequest& filter = wanted.filter;
  for (const std::string& word : wanted.words) filter.mutable_search()->append(word + " ");
  filter.mutable_tags()->Assign(wanted.tags.begin(), wanted.tags.end());
  std::vector<std::string> heads{"ID", "TITLE", "GROUP"};
  if (filter.show_all()) heads.push_back("NOTES");
  Table table(heads);
  size_t count = 0;
  const client::Result<void> done =
      session.client().listAlgorithms(filter, [&](const v1::Algorithm& algorithm) {
        ++count;
        if (session.json) {
          printJson(algorithm);
          return true;
        }
        std::vector<std::string> cells{algorithm.id(), algorithm.title(), algorithm.group()};
        if (filter.show_all()) cells.push_back(notesText(algorithm));
        table.add(std::move(cells));
        return true;
      });
  if (!done.ok()) return report(session, done.error());
  if (session.json) return kOk;
  if (count == 0) {
    tell(filter.show_all() ? "No algorithms match."
                           : "No algorithms match; --all searches denied and hidden ones too.");
    return kOk;
  }
  std::cout << table.text(terminalWidth(STDOUT_FILENO));
  tell(countText(count) + (count == 1 ? " algorithm." : " algorithms.") +
       " `geotask describe ID` tells more about one.");
  return kOk;
}

}  // namespace

void addAlgorithms(CLI::App& app, Session& session) {
  auto wanted = std::make_shared<Wanted>();
  CLI::App* verb =
      app.add_subcommand("algorithms", "List the algorithms of QGIS that jobs can run");
  verb->add_option("SEARCH", wanted->words, "Only algorithms that hold all these words")
      ->type_name(" ");
  const auto text = [&](const char* option, const char* help, auto setter) {
    return verb->add_option_function<std::string>(option, setter, help)->type_name("NAME");
  };
  text("--provider", "Only those of this provider, as native or gdal",
       [wanted](const std::string& name) { wanted->filter.set_provider(name); })
      ->check(kind("provider"));
  text("--group", "Only those of this group, as \"Vector geometry\"",
       [wanted](const std::string& name) { wanted->filter.set_group(name); });
  verb->add_option("--tag", wanted->tags, "Only those with this tag; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("TAG");
  verb->add_flag_callback(
      "--all", [wanted] { wanted->filter.set_show_all(true); },
      "Also those that are denied here, hidden or deprecated");
  verb->footer(
      "With --json each algorithm is one line.\n\n"
      "Examples:\n"
      "  geotask algorithms buffer\n"
      "  geotask algorithms --provider native --group \"Vector overlay\"");
  verb->callback(
      [&session, wanted] { session.run = [&session, wanted] { return run(session, *wanted); }; });
}

}  // namespace geotask::cli
