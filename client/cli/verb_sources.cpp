// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>

#include "cli/schema_text.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

void printLayers(const v1::ServerInfo& info) {
  Table table({"NAME", "GEOMETRY", "CRS", "ROWS"});
  for (const v1::Source& source : info.sources()) {
    for (const v1::Layer& layer : source.layers()) {
      table.add({"data:" + source.name() + "/" + layer.name(), layer.schema().geometry_type(),
                 crsColumn(layer.schema().crs()),
                 layer.has_feature_count() ? countText(layer.feature_count()) : "unknown"});
    }
    if (!source.error().empty()) tell("Source " + source.name() + ": " + source.error());
    if (source.layers_omitted() > 0) {
      tell("Source " + source.name() + ": " + countText(source.layers_omitted()) +
           " more layers are not listed.");
    }
  }
  if (!table.empty()) std::cout << table.text(terminalWidth(STDOUT_FILENO));
}

void printRasters(const v1::ServerInfo& info) {
  Table table({"RASTER", "SIZE", "BANDS", "CRS"});
  for (const v1::Source& source : info.sources()) {
    for (const v1::Raster& raster : source.rasters()) {
      table.add({"data:" + source.name() + "/" + raster.name(),
                 std::to_string(raster.width()) + " x " + std::to_string(raster.height()),
                 std::to_string(raster.bands()), crsColumn(raster.crs())});
    }
    if (source.rasters_omitted() > 0) {
      tell("Source " + source.name() + ": " + countText(source.rasters_omitted()) +
           " more rasters are not listed.");
    }
  }
  if (!table.empty()) std::cout << "\n" << table.text(terminalWidth(STDOUT_FILENO));
}

void printFields(const v1::ServerInfo& info) {
  for (const v1::Source& source : info.sources()) {
    for (const v1::Layer& layer : source.layers()) {
      std::cout << "\n" << shown("data:" + source.name() + "/" + layer.name()) << "\n";
      Table table({"FIELD", "TYPE"});
      for (const v1::Field& field : layer.schema().fields()) {
        table.add({field.name(), fieldTypeText(field)});
      }
      if (!table.empty()) std::cout << table.text(terminalWidth(STDOUT_FILENO));
    }
    if (source.fields_omitted()) tell("The layers are too many for their fields to be listed.");
  }
}

int run(Session& session, const std::string& name) {
  const client::Result<v1::ServerInfo> info = session.client().serverInfo(name);
  if (!info.ok()) return report(session, info.error());
  if (session.json) {
    for (const v1::Source& source : info->sources()) printJson(source);
    return kOk;
  }
  if (info->sources().empty()) tell("The server offers no sources.");
  printLayers(*info);
  printRasters(*info);
  if (!name.empty()) printFields(*info);
  return kOk;
}

}  // namespace

void addSources(CLI::App& app, Session& session) {
  auto name = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("sources", "List the data that the server offers as input");
  verb->add_option("NAME", *name, "Only this source, with the fields of its layers")
      ->check(kind("source"))
      ->type_name(" ");
  verb->footer("With --json each source is one line.\n\nExample:\n  geotask sources world");
  verb->callback(
      [&session, name] { session.run = [&session, name] { return run(session, *name); }; });
}

}  // namespace geotask::cli
