// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/command_line.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "cli/option_checks.h"
#include "cli/suggest.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace geotask::cli {
namespace {

std::vector<std::string> verbNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
  }
  return names;
}

std::vector<std::string> optionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

int explain(const std::string& mistake, const std::string& suggestion, const std::string& help) {
  std::cerr << "geotask: " << shown(mistake) << "\n";
  if (!suggestion.empty()) std::cerr << "  Did you mean " << suggestion << "?\n";
  std::cerr << "  See " << help << ".\n";
  return kUsage;
}

// Words that no verb took; `run` takes the parameters of its algorithm from among them.
std::optional<int> explainExtras(const CLI::App& app) {
  const auto verbs = app.get_subcommands();
  if (!verbs.empty() && verbs[0]->get_name() == "run") return std::nullopt;
  const std::vector<std::string> extras = app.remaining(true);
  if (extras.empty()) return std::nullopt;
  const std::string word = extras[0].substr(0, extras[0].find('='));
  if (verbs.empty() && word[0] != '-') {
    return explain("There is no verb \"" + word + "\".", nearest(word, verbNames(app)),
                   "geotask --help");
  }
  std::vector<std::string> options = optionNames(app);
  std::string help = "geotask --help";
  if (!verbs.empty()) {
    const std::vector<std::string> more = optionNames(*verbs[0]);
    options.insert(options.end(), more.begin(), more.end());
    help = "geotask " + verbs[0]->get_name() + " --help";
  }
  if (word[0] != '-') return explain("\"" + word + "\" is one word too many.", "", help);
  return explain("There is no option " + word + ".", nearest(word, options), help);
}

}  // namespace

void addGlobalOptions(CLI::App& app, Session& session) {
  app.add_option("--server", session.server, "The server: HOST:PORT or unix:PATH (127.0.0.1:9090)")
      ->envname("GEOTASK_SERVER")
      ->check(checkAddress, "")
      ->type_name("ADDRESS");
  app.add_flag("--compress", session.compress,
               "Compress what travels, both ways: for networks slower than some 50 MB/s");
  app.add_flag(
      "--json", session.json,
      "Print the API's messages as JSON, one a line, and nothing else, on standard output");
  app.add_flag("--json-usage", session.json_usage,
               "Print all verbs and options as JSON, for programs, and nothing else");
  app.set_version_flag("--version", "geotask " GEOTASK_VERSION);
  app.footer(std::string(kExitCodesHelp) +
             "\nExamples:\n"
             "  geotask sources\n"
             "  geotask buffer data:world/countries --distance 0.1 --output countries.gpkg\n"
             "  geotask jobs --state running\n"
             "\n`geotask VERB --help` tells more about a verb.");
  app.get_formatter()->label("SUBCOMMAND", "VERB");
  app.get_formatter()->label("Subcommands", "Verbs");
  app.fallthrough();
  app.require_subcommand(0, 1);  // A word behind a verb is no verb: `algorithms buffer`.
  app.allow_extras();
}

std::optional<int> readCommandLine(CLI::App& app, const Session& session, int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::cout << app.help();
    return kUsage;
  }
  if (words[0] == "help") {  // `help VERB` is `VERB --help`.
    words.erase(words.begin());
    words.push_back("--help");
  }
  std::reverse(words.begin(), words.end());  // As CLI11 wants them.
  try {
    app.parse(words);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    if (const std::optional<int> explained = explainExtras(app)) return explained;
    const std::string verb = chosen.empty() ? "" : chosen[0]->get_name() + " ";
    return explain(error.what(), "", "geotask " + verb + "--help");
  }
  if (const std::optional<int> explained = explainExtras(app)) return explained;
  if (session.json_usage) {
    std::cout << usageOf(app).dump(2) << "\n";
    return kOk;
  }
  if (app.get_subcommands().empty()) return explain("The verb is missing.", "", "geotask --help");
  return std::nullopt;
}

}  // namespace geotask::cli
