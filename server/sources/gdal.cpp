// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>

#include <cstdlib>
#include <mutex>

namespace geotask {

namespace {

void keepComplaint(CPLErr severity, CPLErrorNum, const char* message) {
  if (severity < CE_Failure) return;
  auto* text = static_cast<std::string*>(CPLGetErrorHandlerUserData());
  *text = message;
}

}  // namespace

void initGdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    // A database that does not answer must not hold up start and stop for ever.
    setenv("PGCONNECT_TIMEOUT", "10", 0);
    GDALAllRegister();
  });
}

Dataset openVector(const std::string& location) {
  initGdal();
  return Dataset(GDALOpenEx(location.c_str(),
                            GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                            nullptr, nullptr));
}

Dataset openRaster(const std::string& location) {
  initGdal();
  return Dataset(GDALOpenEx(location.c_str(),
                            GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                            nullptr, nullptr));
}

GdalComplaints::GdalComplaints() { CPLPushErrorHandlerEx(keepComplaint, &text_); }

GdalComplaints::~GdalComplaints() { CPLPopErrorHandler(); }

}  // namespace geotask
