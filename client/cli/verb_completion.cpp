// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/completion.h"
#include "cli/completion_scripts.h"
#include "cli/server_words.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

int printScript(const Session& session, const std::string& shell) {
  const std::string script = completionScript(shell);
  if (session.json) {
    std::cout << nlohmann::ordered_json{{"shell", shell}, {"script", script}}.dump() << std::endl;
  } else {
    std::cout << script << std::flush;
  }
  return kOk;
}

struct Typed {
  std::string line;
  std::string breaks;  // Where the shell has begun a new word within the one at the cursor.
  bool descriptions = false;
};

int printCompletion(CLI::App& app, const Session& session, const Typed& typed) {
  const TypedLine line = parseLine(typed.line);
  const std::string given = valueIn(line, "--server");
  const Completion found =
      complete(usageOf(app), line, serverWords(given.empty() ? session.server : given));
  // What stands before the last break is no part of the word for the shell.
  const size_t last = line.current.find_last_of(typed.breaks);
  const size_t cut = last == std::string::npos ? 0 : last + 1;
  std::cout << (found.files ? "files" : "-") << "\n" << found.partial << "\n";
  for (const Candidate& candidate : found.candidates) {
    std::cout << shown(candidate.text.substr(std::min(cut, candidate.text.size())));
    if (typed.descriptions) std::cout << "\t" << shown(candidate.description);
    std::cout << "\n";
  }
  return kOk;
}

}  // namespace

void addCompletion(CLI::App& app, Session& session) {
  auto shell = std::make_shared<std::string>();
  CLI::App* verb =
      app.add_subcommand("completion", "Print what lets a shell complete geotask's command lines");
  verb->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(choices({"bash", "zsh", "fish"}))
      ->type_name(" ");
  verb->footer(
      "Packages install it where shells look for it. By hand, for this shell:\n"
      "  eval \"$(geotask completion bash)\"\n"
      "Ids and names come from the server of --server or GEOTASK_SERVER.\n\n"
      "Example:\n  geotask completion bash > geotask.bash");
  verb->callback([&session, shell] {
    session.run = [&session, shell] { return printScript(session, *shell); };
  });

  // For those scripts; without a group, so that no help shows it.
  auto typed = std::make_shared<Typed>();
  CLI::App* asked = app.add_subcommand("complete", "Tell what could stand at the cursor");
  asked->group("");
  asked->add_option("--line", typed->line, "The command line up to the cursor")->required();
  asked->add_option("--breaks", typed->breaks, "Characters at which the shell begins a new word");
  asked->add_flag("--descriptions", typed->descriptions, "With a description behind a tab");
  asked->callback([&app, &session, typed] {
    session.run = [&app, &session, typed] { return printCompletion(app, session, *typed); };
  });
}

}  // namespace geotask::cli
