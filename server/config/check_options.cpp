// SPDX-License-Identifier: GPL-2.0-or-later
#include "config/check_options.h"

#include <unistd.h>

#include <filesystem>
#include <set>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "config/check_values.h"
#include "config/units.h"

namespace geotask {
namespace {

class Checker {
 public:
  Checker(const SettingValues& values, std::vector<std::string>& problems)
      : values_(values), problems_(problems) {}

  // The last value of a setting, or nothing when it was not given.
  const std::string* value(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() || found->second.empty() ? nullptr : &found->second.back();
  }
  const std::vector<std::string>* values(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
  }

  void report(const std::string& name, const std::string& problem) {
    if (!problem.empty()) problems_.push_back(absl::StrCat(name, ": ", problem));
  }
  void refuse(const std::string& name, const std::string& given, const std::string& accepted) {
    report(name, absl::StrCat("\"", given, "\" is not accepted; write ", accepted));
  }

  template <typename T>
  void number(const std::string& name, uint64_t least, uint64_t most, T& result) {
    const std::string* text = value(name);
    if (text == nullptr) return;
    uint64_t number = 0;
    if (!absl::SimpleAtoi(*text, &number) || number < least || number > most) {
      refuse(name, *text, absl::StrCat("a whole number from ", least, " to ", most));
      return;
    }
    result = static_cast<T>(number);
  }

  void size(const std::string& name, uint64_t least, uint64_t most, uint64_t& result) {
    const std::string* text = value(name);
    if (text == nullptr) return;
    const std::optional<uint64_t> bytes = parseSize(*text);
    if (!bytes || *bytes < least || *bytes > most) {
      refuse(name, *text,
             absl::StrCat("a size from ", formatSize(least), " to ", formatSize(most),
                          ", as in 512MiB"));
      return;
    }
    result = *bytes;
  }

  void time(const std::string& name, absl::Duration least, absl::Duration most,
            absl::Duration& result) {
    const std::string* text = value(name);
    if (text == nullptr) return;
    const std::optional<absl::Duration> time = parseTime(*text);
    if (!time || *time < least || *time > most) {
      refuse(name, *text,
             absl::StrCat("a time from ", absl::FormatDuration(least), " to ",
                          absl::FormatDuration(most), ", as in 90s or 24h"));
      return;
    }
    result = *time;
  }

  template <typename T>
  void choice(const std::string& name, const std::map<std::string, T>& choices, T& result) {
    const std::string* text = value(name);
    if (text == nullptr) return;
    const auto found = choices.find(*text);
    if (found != choices.end()) {
      result = found->second;
      return;
    }
    std::string names;
    for (const auto& [choice, ignored] : choices) {
      absl::StrAppend(&names, names.empty() ? "" : " or ", choice);
    }
    refuse(name, *text, names);
  }

 private:
  const SettingValues& values_;
  std::vector<std::string>& problems_;
};

void checkListen(Checker& check, Options& options) {
  if (const auto* given = check.values("listen")) options.listen = *given;
  if (options.listen.empty()) check.report("listen", "give at least one address");
  std::set<std::string> seen;
  for (const std::string& address : options.listen) {
    const std::string problem = checkListenAddress(address);
    if (!problem.empty()) {
      check.report("listen", absl::StrCat("\"", address, "\": ", problem));
    } else if (!seen.insert(address).second && address.substr(address.rfind(':')) != ":0") {
      check.report("listen", absl::StrCat("\"", address, "\" is given twice; leave one out"));
    }
  }
}

void checkSources(Checker& check, Options& options) {
  const auto* given = check.values("source");
  if (given == nullptr) return;
  std::set<std::string> names;
  for (const std::string& text : *given) {
    const size_t equals = text.find('=');
    SourceOption source{text.substr(0, equals),
                        equals == std::string::npos ? "" : text.substr(equals + 1)};
    const std::string problem = checkSourceName(source.name);
    if (!problem.empty()) {
      check.report("source", problem);
      continue;
    }
    if (source.value.empty()) {
      check.refuse("source", source.name, "NAME=VALUE, as in world=/data/world.gpkg");
      continue;
    }
    if (!names.insert(source.name).second) {
      check.report("source", absl::StrCat(source.name, " is given twice; choose another name"));
      continue;
    }
    if (!source.isDatabase()) {
      const std::string trouble = checkReadable(source.value);
      if (!trouble.empty()) {
        check.report("source", absl::StrCat(source.name, ": ", trouble));
        continue;
      }
      source.value = std::filesystem::absolute(source.value).lexically_normal().string();
    }
    options.sources.push_back(std::move(source));
  }
}

// The absolute path of a folder that is given; empty after it was refused.
std::string folderAt(Checker& check, const std::string& name, const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return std::filesystem::absolute(path).lexically_normal().string();
  }
  check.refuse(name, path, "a folder that can be read");
  return "";
}

void checkFolder(Checker& check, const std::string& name, std::string& folder) {
  if (const std::string* path = check.value(name)) folder = folderAt(check, name, *path);
}

void checkPlugins(Checker& check, std::vector<std::string>& folders) {
  const auto* given = check.values("plugin");
  if (given == nullptr) return;
  for (const std::string& path : *given) folders.push_back(folderAt(check, "plugin", path));
}

void checkWorkers(Checker& check, WorkerOptions& workers) {
  constexpr uint64_t kMiB = uint64_t{1} << 20;
  constexpr uint64_t kTiB = uint64_t{1} << 40;
  const std::map<std::string, bool> on_off{{"on", true}, {"off", false}};
  check.number("workers", 0, 1024, workers.count);
  if (workers.count == 0) workers.count = std::max(1u, std::thread::hardware_concurrency());
  check.size("worker-memory", 256 * kMiB, kTiB, workers.max_memory_bytes);
  check.time("worker-cancel-grace", absl::ZeroDuration(), absl::Hours(1), workers.cancel_grace);
  check.number("worker-renew-jobs", 1, 1'000'000, workers.renew_after_jobs);
  check.size("worker-renew-memory", 64 * kMiB, kTiB, workers.renew_above_bytes);
  check.choice<bool>("python", on_off, workers.python);
  check.choice<bool>("sandbox", on_off, workers.sandbox);
  check.choice<bool>("worker-network", on_off, workers.network);
  checkFolder(check, "models", workers.models_folder);
  checkFolder(check, "scripts", workers.scripts_folder);
  checkPlugins(check, workers.plugin_folders);
  if (const auto* path = check.value("worker-program")) {
    check.report("worker-program", checkReadable(*path));
    workers.program = std::filesystem::absolute(*path).lexically_normal().string();
  }
}

void checkPatterns(Checker& check, const std::string& name, std::vector<std::string>& patterns) {
  const auto* given = check.values(name);
  if (given == nullptr) return;
  for (const std::string& pattern : *given) {
    const std::string problem = checkAlgorithmPattern(pattern);
    if (!problem.empty()) check.report(name, absl::StrCat("\"", pattern, "\": ", problem));
  }
  patterns = *given;
}

void checkLimits(Checker& check, Limits& limits) {
  constexpr uint64_t kKiB = uint64_t{1} << 10;
  constexpr uint64_t kMiB = uint64_t{1} << 20;
  constexpr uint64_t kPiB = uint64_t{1} << 50;
  const absl::Duration year = absl::Hours(24 * 366);
  check.number("max-running-jobs", 1, 10'000, limits.max_running_jobs);
  check.number("max-queued-jobs", 1, 10'000'000, limits.max_queued_jobs);
  check.time("max-run-time", absl::Seconds(1), year, limits.max_run_time);
  check.time("disconnect-grace", absl::Seconds(1), absl::Hours(24), limits.disconnect_grace);
  check.size("max-memory", kMiB, uint64_t{1} << 40, limits.max_memory_bytes);
  // A message of 1 MiB holds no more.
  check.size("max-inline-bytes", 1, kMiB, limits.max_inline_bytes);
  check.number("max-inline-features", 1, 1'000'000, limits.max_inline_features);
  check.size("max-upload-bytes", kKiB, kPiB, limits.max_upload_bytes);
  check.number("max-uploads", 1, 10'000, limits.max_uploads);
  check.number("max-streams", 1, 10'000, limits.max_streams);
  check.time("upload-idle", absl::Seconds(1), absl::Hours(1), limits.upload_idle);
  check.number("max-vertices", 1, 1'000'000'000, limits.max_vertices);
  check.number("max-log-lines", 1, 1'000'000, limits.max_log_lines);
  check.time("job-ttl", absl::Seconds(1), year, limits.job_ttl);
  check.number("max-kept-jobs", 1, 10'000'000, limits.max_kept_jobs);
  check.size("max-kept-bytes", kKiB, kPiB, limits.max_kept_bytes);
  check.time("dataset-ttl", absl::Seconds(1), year, limits.dataset_ttl);
  check.number("max-datasets", 1, 1'000'000, limits.max_datasets);
  check.size("max-dataset-bytes", kKiB, kPiB, limits.max_dataset_bytes);
}

}  // namespace

Options checkOptions(const SettingValues& values, std::vector<std::string>& problems) {
  Options options;
  Checker check(values, problems);
  checkListen(check, options);
  if (const auto* path = check.value("address-file")) {
    options.address_file = *path;
    check.report("address-file", checkNewFile(*path));
  }
  check.choice<bool>("reflection", {{"on", true}, {"off", false}}, options.reflection);
  check.time("drain-grace", absl::ZeroDuration(), absl::Hours(24), options.drain_grace);
  check.time("drain-patience", absl::ZeroDuration(), absl::Hours(1), options.drain_patience);
  checkSources(check, options);
  checkPatterns(check, "allow-algorithms", options.allow_algorithms);
  checkPatterns(check, "deny-algorithms", options.deny_algorithms);
  if (const auto* path = check.value("state-dir")) options.state_dir = *path;
  check.report("state-dir", checkStateDir(options.state_dir));
  check.number("max-interrupts", 1, 1'000'000, options.max_interrupts);
  check.number("compute-threads", 0, 1024, options.compute_threads);
  if (options.compute_threads == 0) {
    options.compute_threads = std::max(1u, std::thread::hardware_concurrency());
  }
  checkWorkers(check, options.workers);
  checkLimits(check, options.limits);
  const LogFormat automatic = ::isatty(STDERR_FILENO) == 1 ? LogFormat::kText : LogFormat::kJson;
  options.log_format = automatic;
  check.choice<LogFormat>(
      "log-format", {{"auto", automatic}, {"json", LogFormat::kJson}, {"text", LogFormat::kText}},
      options.log_format);
  check.choice<LogLevel>(
      "log-level",
      {{"error", LogLevel::kError}, {"info", LogLevel::kInfo}, {"warning", LogLevel::kWarning}},
      options.log_level);
  return options;
}

}  // namespace geotask
