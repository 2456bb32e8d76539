// SPDX-License-Identifier: GPL-2.0-or-later
#include <google/protobuf/empty.pb.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "cli/resource_name.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

client::Result<void> remove(Session& session, const std::string& name) {
  return isDatasetName(name) ? session.client().removeDataset(name) : session.client().remove(name);
}

// Deletes nothing unless every text is a name. What cannot be deleted does not keep the rest.
int run(Session& session, const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  for (const std::string& text : texts) {
    const client::Result<std::string> name = parseName(text);
    if (!name.ok()) return report(session, name.error());
    names.push_back(*name);
  }
  int first_failure = kOk;
  for (const std::string& name : names) {
    const client::Result<void> done = remove(session, name);
    if (!done.ok()) {
      const int code = report(session, done.error());
      if (first_failure == kOk) first_failure = code;
    } else if (session.json) {
      printJson(google::protobuf::Empty());
    } else {
      std::cout << (isDatasetName(name) ? referenceOf(name) : name) << " is deleted." << std::endl;
    }
  }
  return first_failure;
}

}  // namespace

void addDelete(CLI::App& app, Session& session) {
  auto names = std::make_shared<std::vector<std::string>>();
  CLI::App* verb =
      app.add_subcommand("delete", "Delete finished jobs with their results, and datasets");
  verb->add_option("NAME", *names, "Jobs (ID or jobs/ID) and datasets (dataset:ID)")
      ->required()
      ->check(kind("name"))
      ->type_name(" ");
  verb->footer(
      "A job that waits or works is cancelled first: geotask cancel ID. Rows that went in with a "
      "job\n"
      "go with it; a dataset stays until it is deleted or expires. Jobs that were accepted with a\n"
      "dataset go on without it. When one of several cannot be deleted the rest still is; the "
      "exit\n"
      "code is that of the first failure.\n\n"
      "Examples:\n"
      "  geotask delete jobs/rivers-2024\n"
      "  geotask delete jobs/rivers-2024 dataset:lakes");
  verb->callback(
      [&session, names] { session.run = [&session, names] { return run(session, *names); }; });
}

}  // namespace geotask::cli
