// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the operator wants, from flags, environment and a TOML file, checked.
//
//     ParseOutcome outcome = parseOptions(argc, argv);
//     if (!outcome.options) {
//       std::fputs(outcome.text.c_str(), outcome.exit_code == 0 ? stdout : stderr);
//       return outcome.exit_code;
//     }
//
// A flag wins over the environment, the environment over the file, the file over the default.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/limits.h"
#include "telemetry/log_line.h"

namespace geotask {

// Data on offer: an absolute path of a file or a folder, or a PostgreSQL connection ("PG:dbname=x"
// or "postgresql://host/x").
struct SourceOption {
  std::string name;
  std::string value;

  bool isDatabase() const;
};

// The processes that run QGIS's algorithms.
struct WorkerOptions {
  unsigned count = 0;   // Never 0 once parsed: the number of cores unless told.
  std::string program;  // geotask-worker; empty: the one beside the daemon.
  uint64_t max_memory_bytes = uint64_t{4} << 30;
  unsigned renew_after_jobs = 100;
  uint64_t renew_above_bytes = uint64_t{1} << 30;
  absl::Duration cancel_grace = absl::Seconds(2);
  bool python = true;
  bool sandbox = true;
  bool network = false;
  std::string models_folder;   // Empty: none.
  std::string scripts_folder;  // Empty: none.
  std::vector<std::string> plugin_folders;
};

struct Options {
  std::vector<std::string> listen{"127.0.0.1:9090"};  // HOST:PORT, [V6]:PORT or unix:PATH.
  std::string address_file;                           // Empty: none.
  std::string state_dir = "/var/lib/geotaskd";
  std::vector<SourceOption> sources;
  std::vector<std::string> allow_algorithms;  // Patterns: see domain/algorithm_policy.h.
  std::vector<std::string> deny_algorithms;
  unsigned compute_threads = 0;  // Never 0 once parsed: the number of cores unless told.
  // Interrupts of GEOS, each of which leaks some memory, after which the daemon ends to be started anew.
  uint64_t max_interrupts = 100;
  WorkerOptions workers;
  Limits limits;
  absl::Duration drain_grace = absl::Seconds(30);     // For jobs that run.
  absl::Duration drain_patience = absl::Seconds(10);  // For cancelled jobs to end.
  LogFormat log_format = LogFormat::kText;
  LogLevel log_level = LogLevel::kInfo;
  bool reflection = true;
};

struct ParseOutcome {
  std::optional<Options> options;  // Nothing: print `text` and exit with `exit_code`.
  int exit_code = 0;               // 0: help, version, a good --check-config. 2: problems.
  std::string text;
};

// Reads the environment of the process; opens the config file, looks at (but opens and creates
// none of) the files that are named.
ParseOutcome parseOptions(int argc, const char* const* argv);

// The configuration as a TOML file that would give it, passwords masked.
std::string printOptions(const Options& options);

}  // namespace geotask
