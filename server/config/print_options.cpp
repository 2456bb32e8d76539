// SPDX-License-Identifier: GPL-2.0-or-later
#include <toml++/toml.h>

#include <sstream>

#include "absl/strings/match.h"
#include "config/check_values.h"
#include "config/options.h"
#include "config/units.h"

namespace geotask {
namespace {

const char* levelName(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "info";
}

const char* onOff(bool value) { return value ? "on" : "off"; }

}  // namespace

bool SourceOption::isDatabase() const {
  return absl::StartsWith(value, "PG:") || absl::StartsWith(value, "postgresql://");
}

std::string printOptions(const Options& options) {
  const auto list = [](const std::vector<std::string>& texts) {
    toml::array array;
    for (const std::string& text : texts) array.push_back(text);
    return array;
  };
  toml::table sources;
  for (const SourceOption& source : options.sources) {
    sources.insert(source.name, source.isDatabase() ? maskPasswords(source.value) : source.value);
  }
  const auto number = [](uint64_t value) { return static_cast<int64_t>(value); };
  toml::table table{
      {"listen", list(options.listen)},
      {"state-dir", options.state_dir},
      {"compute-threads", number(options.compute_threads)},
      {"max-interrupts", number(options.max_interrupts)},
      {"workers", number(options.workers.count)},
      {"worker-memory", formatSize(options.workers.max_memory_bytes)},
      {"worker-cancel-grace", absl::FormatDuration(options.workers.cancel_grace)},
      {"worker-renew-jobs", number(options.workers.renew_after_jobs)},
      {"worker-renew-memory", formatSize(options.workers.renew_above_bytes)},
      {"python", onOff(options.workers.python)},
      {"sandbox", onOff(options.workers.sandbox)},
      {"worker-network", onOff(options.workers.network)},
      {"max-running-jobs", number(options.limits.max_running_jobs)},
      {"max-queued-jobs", number(options.limits.max_queued_jobs)},
      {"max-memory", formatSize(options.limits.max_memory_bytes)},
      {"max-log-lines", number(options.limits.max_log_lines)},
      {"job-ttl", absl::FormatDuration(options.limits.job_ttl)},
      {"max-run-time", absl::FormatDuration(options.limits.max_run_time)},
      {"disconnect-grace", absl::FormatDuration(options.limits.disconnect_grace)},
      {"max-inline-bytes", formatSize(options.limits.max_inline_bytes)},
      {"max-inline-features", number(options.limits.max_inline_features)},
      {"max-upload-bytes", formatSize(options.limits.max_upload_bytes)},
      {"max-uploads", number(options.limits.max_uploads)},
      {"max-streams", number(options.limits.max_streams)},
      {"upload-idle", absl::FormatDuration(options.limits.upload_idle)},
      {"max-vertices", number(options.limits.max_vertices)},
      {"max-kept-jobs", number(options.limits.max_kept_jobs)},
      {"max-kept-bytes", formatSize(options.limits.max_kept_bytes)},
      {"dataset-ttl", absl::FormatDuration(options.limits.dataset_ttl)},
      {"max-datasets", number(options.limits.max_datasets)},
      {"max-dataset-bytes", formatSize(options.limits.max_dataset_bytes)},
      {"drain-grace", absl::FormatDuration(options.drain_grace)},
      {"drain-patience", absl::FormatDuration(options.drain_patience)},
      {"log-format", options.log_format == LogFormat::kJson ? "json" : "text"},
      {"log-level", levelName(options.log_level)},
      {"reflection", onOff(options.reflection)},
  };
  if (!options.address_file.empty()) table.insert("address-file", options.address_file);
  if (!options.workers.models_folder.empty()) table.insert("models", options.workers.models_folder);
  if (!options.workers.scripts_folder.empty())
    table.insert("scripts", options.workers.scripts_folder);
  if (!options.workers.plugin_folders.empty())
    table.insert("plugin", list(options.workers.plugin_folders));
  if (!options.workers.program.empty()) table.insert("worker-program", options.workers.program);
  if (!options.allow_algorithms.empty()) {
    table.insert("allow-algorithms", list(options.allow_algorithms));
  }
  if (!options.deny_algorithms.empty()) {
    table.insert("deny-algorithms", list(options.deny_algorithms));
  }
  if (!sources.empty()) table.insert("sources", sources);
  std::ostringstream text;
  text << table << "\n";
  return text.str();
}

}  // namespace geotask
