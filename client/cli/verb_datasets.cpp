// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "cli/labels.h"
#include "cli/resource_name.h"
#include "cli/schema_text.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

// Rows or files.
std::string contentText(const v1::Dataset& dataset) {
  if (dataset.has_schema()) return countText(dataset.feature_count());
  return filesText(dataset.file_count());
}

int run(Session& session, const std::vector<std::string>& labels) {
  v1::ListDatasetsRequest filter;
  const client::Result<void> good = parseLabels(labels, filter.mutable_labels());
  if (!good.ok()) return report(session, good.error());
  Table table({"NAME", "ROWS", "SIZE", "GEOMETRY", "CRS", "AGE"});
  const client::Result<void> done =
      session.client().listDatasets(filter, [&](const v1::Dataset& dataset) {
        if (session.json) {
          printJson(dataset);
        } else {
          table.add({referenceOf(dataset.name()), contentText(dataset),
                     bytesText(dataset.byte_count()), dataset.schema().geometry_type(),
                     crsColumn(dataset.schema().crs()), ageText(dataset.create_time())});
        }
        return true;
      });
  if (!done.ok()) return report(session, done.error());
  if (session.json) return kOk;
  if (table.empty()) {
    tell("No datasets.");
  } else {
    std::cout << table.text(terminalWidth(STDOUT_FILENO));
  }
  return kOk;
}

}  // namespace

void addDatasets(CLI::App& app, Session& session) {
  auto labels = std::make_shared<std::vector<std::string>>();
  CLI::App* verb = app.add_subcommand("datasets", "List your datasets, newest first");
  verb->add_option("--label", *labels, "Only datasets with this label; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("KEY=VALUE");
  verb->footer(
      "With --json each dataset is one line.\n\nExample:\n  geotask datasets --label team=maps");
  verb->callback(
      [&session, labels] { session.run = [&session, labels] { return run(session, *labels); }; });
}

}  // namespace geotask::cli
