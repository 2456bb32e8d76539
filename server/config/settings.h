// SPDX-License-Identifier: GPL-2.0-or-later
//
// The table of settings: what flags, environment variables and keys of the config file there are.
// All three spell a setting alike: --max-queued-jobs, GEOTASKD_MAX_QUEUED_JOBS, max-queued-jobs.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace geotask {

struct Setting {
  const char* name;
  const char* value;  // What a value looks like, for the help.
  const char* group;
  const char* help;
  bool list = false;

  std::string environment() const;
};

const std::vector<Setting>& settings();

// Values as they were written, by setting. A setting that is not there was not given.
using SettingValues = std::map<std::string, std::vector<std::string>>;

// From the environment. Parts of a list are separated by ';'.
SettingValues readEnvironment();

// From a TOML file; `[sources]` is a table of NAME = "VALUE". What is wrong goes to `problems`.
SettingValues readConfigFile(const std::string& path, std::vector<std::string>& problems);

}  // namespace geotask
