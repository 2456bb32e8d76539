// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "config/check_options.h"
#include "config/options.h"
#include "config/settings.h"
#include "config/units.h"

namespace geotask {
namespace {

constexpr char kDescription[] =
    "geotaskd runs geoprocessing jobs in a headless QGIS and serves them over gRPC.\n"
    "\n"
    "    geotaskd --listen 127.0.0.1:9090 --state-dir /tmp/geotaskd \\\n"
    "        --source world=/usr/share/qgis/resources/data/world_map.gpkg\n"
    "    geotask --server 127.0.0.1:9090 buffer data:world/countries --distance 0.1 --output "
    "c.gpkg\n";

constexpr char kFooter[] =
    "Each setting may also be given as an environment variable (named above; the parts of a list\n"
    "separated by ';') or in the config file, under its long name, sources in a table:\n"
    "\n"
    "    listen = [\"0.0.0.0:9090\"]\n"
    "    state-dir = \"/var/lib/geotaskd\"\n"
    "    [sources]\n"
    "    world = \"/usr/share/qgis/resources/data/world_map.gpkg\"\n"
    "    roads = \"PG:host=db dbname=roads\"\n"
    "\n"
    "A flag wins over the environment, the environment over the file. Sizes: 512MiB, 2GiB.\n"
    "Times: 90s, 24h. SIGTERM and SIGINT stop the daemon: it takes no more jobs, lets those that\n"
    "run go on for the grace period, and cancels the rest.";

std::string defaultText(const Setting& setting) {
  static const auto* const texts = [] {
    const Options defaults;
    return new std::map<std::string, std::string>{
        {"listen", defaults.listen.front()},
        {"reflection", "on"},
        {"drain-grace", absl::FormatDuration(defaults.drain_grace)},
        {"drain-patience", absl::FormatDuration(defaults.drain_patience)},
        {"state-dir", defaults.state_dir},
        {"compute-threads", "0"},
        {"max-interrupts", absl::StrCat(defaults.max_interrupts)},
        {"workers", "0"},
        {"worker-memory", formatSize(defaults.workers.max_memory_bytes)},
        {"worker-cancel-grace", absl::FormatDuration(defaults.workers.cancel_grace)},
        {"worker-renew-jobs", absl::StrCat(defaults.workers.renew_after_jobs)},
        {"worker-renew-memory", formatSize(defaults.workers.renew_above_bytes)},
        {"python", "on"},
        {"sandbox", "on"},
        {"worker-network", "off"},
        {"max-running-jobs", absl::StrCat(defaults.limits.max_running_jobs)},
        {"max-queued-jobs", absl::StrCat(defaults.limits.max_queued_jobs)},
        {"max-memory", formatSize(defaults.limits.max_memory_bytes)},
        {"max-log-lines", absl::StrCat(defaults.limits.max_log_lines)},
        {"job-ttl", absl::FormatDuration(defaults.limits.job_ttl)},
        {"log-format", "auto"},
        {"log-level", "info"},
    };
  }();
  const auto found = texts->find(setting.name);
  return found == texts->end() ? "" : absl::StrCat(" [", found->second, "]");
}

// The layers in one, the stronger over the weaker.
SettingValues merge(const std::vector<SettingValues>& strongest_first) {
  SettingValues merged;
  for (const SettingValues& layer : strongest_first) merged.insert(layer.begin(), layer.end());
  return merged;
}

ParseOutcome problemsFound(const std::vector<std::string>& problems) {
  std::string text = problems.size() == 1 ? "geotaskd: there is a problem with the configuration:\n"
                                          : absl::StrCat("geotaskd: there are ", problems.size(),
                                                         " problems with the configuration:\n");
  for (const std::string& problem : problems) absl::StrAppend(&text, "  ", problem, "\n");
  return {std::nullopt, 2, text};
}

}  // namespace

ParseOutcome parseOptions(int argc, const char* const* argv) {
  SettingValues flags;
  std::string config_file;
  bool check_config = false;

  CLI::App app(kDescription, "geotaskd");
  app.footer(kFooter);
  app.get_formatter()->column_width(34);
  app.set_version_flag("--version", "geotaskd " GEOTASK_VERSION);
  app.add_option("--config", config_file, "Read settings from a TOML file (GEOTASKD_CONFIG)")
      ->type_name("FILE");
  app.add_flag("--check-config", check_config,
               "Print the configuration that would be used, or its problems, and exit");
  std::map<std::string, CLI::Option*> options;
  for (const Setting& setting : settings()) {
    CLI::Option* option = app.add_option(
        absl::StrCat("--", setting.name), flags[setting.name],
        absl::StrCat(setting.help, defaultText(setting), " (", setting.environment(), ")"));
    option->type_name(setting.value)->group(setting.group)->expected(1);
    if (setting.list) option->take_all();
    options[setting.name] = option;
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    return {std::nullopt, code == 0 ? 0 : 2, code == 0 ? out.str() : "geotaskd: " + err.str()};
  }

  for (const auto& [name, option] : options) {
    if (option->count() == 0) flags.erase(name);
  }
  const char* named_file = std::getenv("GEOTASKD_CONFIG");
  if (config_file.empty() && named_file != nullptr) config_file = named_file;

  std::vector<std::string> problems;
  SettingValues file;
  if (!config_file.empty()) file = readConfigFile(config_file, problems);
  const Options checked = checkOptions(merge({flags, readEnvironment(), file}), problems);
  if (!problems.empty()) return problemsFound(problems);
  if (check_config) return {std::nullopt, 0, printOptions(checked)};
  return {checked, 0, ""};
}

}  // namespace geotask
