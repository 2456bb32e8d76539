// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/algorithm_text.h"
#include "cli/example_call.h"
#include "cli/paragraph.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

const std::string kAlgorithms = "algorithms/";

// What the server offers, with the fields of layers; nothing when that cannot be had, for an example
// is all that it is for.
v1::ServerInfo sourcesOf(Session& session) {
  client::Result<v1::ServerInfo> info = session.client().serverInfo();
  if (!info.ok()) return {};
  for (v1::Source& source : *info->mutable_sources()) {
    if (!source.fields_omitted()) continue;
    const client::Result<v1::ServerInfo> whole = session.client().serverInfo(source.name());
    if (whole.ok() && whole->sources_size() == 1) source = whole->sources(0);
  }
  return *info;
}

int run(Session& session, const std::string& given) {
  const bool named = given.compare(0, kAlgorithms.size(), kAlgorithms) == 0;
  const client::Result<v1::Algorithm> algorithm =
      session.client().getAlgorithm(named ? given : kAlgorithms + given);
  if (!algorithm.ok()) return report(session, algorithm.error());
  if (session.json) {
    printJson(*algorithm);
    return kOk;
  }
  std::cout << describe(*algorithm, readableWidth(STDOUT_FILENO));
  if (algorithm->denied().empty()) {
    std::cout << "\nExample\n  " << shown(exampleCall(*algorithm, sourcesOf(session))) << "\n";
  }
  return kOk;
}

}  // namespace

void addDescribe(CLI::App& app, Session& session) {
  auto id = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand(
      "describe", "Tell what an algorithm does, takes and gives, with an example");
  verb->add_option("ALGORITHM", *id, "Its id, as `geotask algorithms` lists it")
      ->required()
      ->check(kind("algorithm"))
      ->type_name(" ");
  verb->footer("Example:\n  geotask describe native:centroids");
  verb->callback([&session, id] { session.run = [&session, id] { return run(session, *id); }; });
}

}  // namespace geotask::cli
