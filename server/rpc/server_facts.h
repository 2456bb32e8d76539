// SPDX-License-Identifier: GPL-2.0-or-later
//
// What GetServerInfo tells about this daemon besides its sources. Filled in once, by main.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "domain/limits.h"
#include "domain/workers_info.h"

namespace geotask {

struct ServerFacts {
  std::string geotaskd_version;
  std::string qgis_version;
  std::string geos_version;
  std::string gdal_version;
  std::string proj_version;
  std::string qt_version;
  Limits limits;
  uint32_t compute_threads = 0;
  absl::Time start_time = absl::InfinitePast();
  // What is known now of the worker processes; any thread. May be empty: nothing is told.
  std::function<WorkersInfo()> workers;
  std::function<GeometryInfo()> geometry;
};

}  // namespace geotask
