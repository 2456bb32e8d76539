// SPDX-License-Identifier: GPL-2.0-or-later
//
// What every use of GDAL in this room shares: data sets are opened read-only and close themselves,
// and GDAL's complaints are caught instead of printed.
#pragma once

#include <gdal.h>
#include <ogr_api.h>

#include <memory>
#include <string>

namespace geotask {

struct DatasetCloser {
  void operator()(GDALDatasetH dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, DatasetCloser>;

// Registers GDAL's drivers, once. Any thread.
void initGdal();

// Opens vector data for reading; null when that fails. No thread may use it beside another.
Dataset openVector(const std::string& location);

// Opens raster data for reading, as openVector().
Dataset openRaster(const std::string& location);

// Collects what GDAL complains about on this thread while it lives.
class GdalComplaints {
 public:
  GdalComplaints();
  ~GdalComplaints();
  GdalComplaints(const GdalComplaints&) = delete;
  GdalComplaints& operator=(const GdalComplaints&) = delete;
  // The last error; empty when there was none. It may name files of the server: for the operator.
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace geotask
