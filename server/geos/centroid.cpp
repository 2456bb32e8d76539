// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/centroid.h"

#include "geos/geos.h"

namespace geotask {

std::optional<std::string> centroidWkb(absl::string_view wkb) {
  Geos& geos = Geos::ofThread();
  const Geom geometry = geos.fromPlainWkb(wkb);
  if (geometry == nullptr) return std::nullopt;
  const Geom centroid(GEOSGetCentroid_r(geos.context(), geometry.get()));
  if (centroid == nullptr || GEOSisEmpty_r(geos.context(), centroid.get()) != 0)
    return std::nullopt;
  return geos.toWkb(centroid.get());
}

}  // namespace geotask
