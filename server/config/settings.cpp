// SPDX-License-Identifier: GPL-2.0-or-later
#include "config/settings.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace geotask {

std::string Setting::environment() const {
  return absl::StrCat("GEOTASKD_", absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}})));
}

const std::vector<Setting>& settings() {
  static const auto* const table = new std::vector<Setting>{
      {"listen", "ADDRESS", "Serving",
       "HOST:PORT, [V6]:PORT or unix:PATH; port 0 is any free port. May be repeated", true},
      {"address-file", "FILE", "Serving", "Write HOST:PORT here once the daemon serves"},
      {"reflection", "on|off", "Serving", "Describe the API to clients that ask"},
      {"drain-grace", "TIME", "Serving", "How long running jobs may go on after SIGTERM"},
      {"drain-patience", "TIME", "Serving", "How long cancelled jobs may take to end then"},
      {"source", "NAME=VALUE", "Data",
       "Offer a file, a folder or a PostgreSQL connection under a name. May be repeated", true},
      {"state-dir", "DIR", "Data", "Where results lie; made when it is not there"},
      {"allow-algorithms", "PATTERN", "Algorithms",
       "Let clients run algorithms that are denied otherwise, as gdal:warp*. May be repeated",
       true},
      {"deny-algorithms", "PATTERN", "Algorithms",
       "Let clients run none of these; the closer pattern wins. May be repeated", true},
      {"compute-threads", "N", "Work", "Threads that compute; 0: one a core"},
      {"max-interrupts", "N", "Work",
       "Interrupts of GEOS, each of which leaks memory, after which to end with code 5"},
      {"workers", "N", "Workers", "Processes that run algorithms; 0: one a core"},
      {"worker-memory", "SIZE", "Workers", "Memory of one of them; a job that takes more fails"},
      {"worker-cancel-grace", "TIME", "Workers",
       "How long an algorithm may take to heed a cancel before its process is killed"},
      {"worker-renew-jobs", "N", "Workers", "Jobs after which a process is renewed"},
      {"worker-renew-memory", "SIZE", "Workers", "Memory above which an idle process is renewed"},
      {"python", "on|off", "Workers", "Offer algorithms that need Python, where it is installed"},
      {"sandbox", "on|off", "Workers", "Shut processes off from what they do not need"},
      {"worker-network", "on|off", "Workers", "Let processes reach the network"},
      {"models", "DIR", "Workers", "Offer the models in this folder"},
      {"scripts", "DIR", "Workers", "Offer the scripts in this folder"},
      {"plugin", "DIR", "Workers",
       "Offer the algorithms of this QGIS plugin, by its folder. May be repeated", true},
      {"worker-program", "FILE", "Workers", "geotask-worker [beside geotaskd]"},
      {"max-running-jobs", "N", "Work", "Buffer jobs that are at work side by side"},
      {"max-queued-jobs", "N", "Work", "Jobs that may wait"},
      {"max-run-time", "TIME", "Work", "How long a job may run"},
      {"disconnect-grace", "TIME", "Work",
       "How long a job with cancel_on_disconnect goes on with nobody following it"},
      {"max-memory", "SIZE", "Work", "Features inside requests, all jobs together"},
      {"max-log-lines", "N", "Keeping", "Lines of a job's log that are kept"},
      {"max-inline-bytes", "SIZE", "Requests", "Features or GeoJSON inside a request"},
      {"max-inline-features", "N", "Requests", "Features inside a request"},
      {"max-upload-bytes", "SIZE", "Requests", "Rows of one upload"},
      {"max-uploads", "N", "Requests", "Uploads that are under way at a time"},
      {"max-streams", "N", "Requests", "Calls of Features that are under way at a time"},
      {"upload-idle", "TIME", "Requests", "How long an upload or a call of Features may be silent"},
      {"max-vertices", "N", "Requests", "Vertices of one geometry"},
      {"job-ttl", "TIME", "Keeping", "How long a job and its result are kept after it ended"},
      {"max-kept-jobs", "N", "Keeping", "Jobs that are kept after they ended"},
      {"max-kept-bytes", "SIZE", "Keeping", "Results of jobs that have ended; also of one job"},
      {"dataset-ttl", "TIME", "Keeping", "How long a dataset is kept after its last use"},
      {"max-datasets", "N", "Keeping", "Datasets"},
      {"max-dataset-bytes", "SIZE", "Keeping", "All datasets, and rows that were sent with jobs"},
      {"log-format", "auto|text|json", "Logs", "auto: text on a terminal, else JSON"},
      {"log-level", "info|warning|error", "Logs", "Least severe events to log"},
  };
  return *table;
}

SettingValues readEnvironment() {
  SettingValues values;
  for (const Setting& setting : settings()) {
    const char* text = std::getenv(setting.environment().c_str());
    if (text == nullptr || *text == '\0') continue;
    if (setting.list) {
      values[setting.name] = absl::StrSplit(text, ';', absl::SkipWhitespace());
    } else {
      values[setting.name] = {text};
    }
  }
  return values;
}

}  // namespace geotask
