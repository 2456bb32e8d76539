// SPDX-License-Identifier: GPL-2.0-or-later
//
// What GDAL reports while an algorithm runs: QGIS often goes on with fewer rows or without pixels and
// says nothing of it, so it goes into the job's log.
//
//     const GdalErrors errors(listener);   // Until the end of the scope.
#pragma once

#include <cpl_error.h>

#include "qgis/processing/algorithm_call.h"

namespace geotask {

// One at a time. GDAL may report on any thread; `listener` is told on that thread.
class GdalErrors {
 public:
  explicit GdalErrors(CallListener& listener);
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;

 private:
  const CPLErrorHandler before_;
};

}  // namespace geotask
