// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/gdal_errors.h"

#include <mutex>
#include <string>

#include "qgis/processing/noise.h"

namespace geotask {
namespace {

// GDAL's handler is one for the process.
std::mutex mutex;
CallListener* current = nullptr;
std::string last;  // The same for each row is told once.

void tellJob(CPLErr severity, CPLErrorNum number, const char* message) {
  if (severity == CE_None || severity == CE_Debug || isNoise(severity, number)) return;
  const std::lock_guard<std::mutex> lock(mutex);
  if (current == nullptr || last == message) return;
  last = message;
  current->onLog(Severity::kWarning, "GDAL: " + last);
}

void listen(CallListener* listener) {
  const std::lock_guard<std::mutex> lock(mutex);
  current = listener;
  last.clear();
}

}  // namespace

GdalErrors::GdalErrors(CallListener& listener) : before_(CPLSetErrorHandler(tellJob)) {
  listen(&listener);
}

GdalErrors::~GdalErrors() {
  CPLSetErrorHandler(before_);
  listen(nullptr);
}

}  // namespace geotask
