// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/call_messages.h"

#include <cstdio>
#include <mutex>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace geotask {
namespace {

// There is one call at a time in a process.
struct Current {
  std::mutex mutex;
  bool under_way = false;
  CallListener* listener = nullptr;
  std::string last;  // The same for each row is told once.
};

Current& current() {
  static Current one;
  return one;
}

// Inputs are read-only: GDAL need not leave statistics beside them, nor mend the triggers of old
// GeoPackages.
bool isNoise(const std::string& message) {
  return absl::StartsWith(message, "Unable to save auxiliary information") ||
         absl::StartsWith(message, "sqlite3_exec(DROP TRIGGER \"rtree_") ||
         absl::StartsWith(message, "sqlite3_exec(CREATE TRIGGER \"rtree_");
}

void setCurrent(bool under_way, CallListener* listener) {
  const std::lock_guard<std::mutex> lock(current().mutex);
  current().under_way = under_way;
  current().listener = listener;
  current().last.clear();
}

}  // namespace

CallMessages::CallMessages(CallListener* listener) { setCurrent(true, listener); }

CallMessages::~CallMessages() { setCurrent(false, nullptr); }

void tellCall(Severity severity, const std::string& tag, const std::string& message) {
  if (isNoise(message)) return;
  const std::string line = absl::StrCat(tag, ": ", message);
  const std::lock_guard<std::mutex> lock(current().mutex);
  if (!current().under_way) {
    std::fprintf(stderr, "%s\n", line.c_str());
  } else if (current().listener != nullptr && line != current().last) {
    current().last = line;
    current().listener->onLog(severity, line);
  }
}

}  // namespace geotask
