// SPDX-License-Identifier: GPL-2.0-or-later
//
// Geometries drawn by hand, as layers of QGIS and as rows of ours at once.
#pragma once

#include <qgsvectorlayer.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/features.h"

namespace geotask::testing {

struct DrawnLayer {
  const char* name;
  const char* type;               // Of the layer; all rows are of it.
  std::vector<const char*> rows;  // WKT; null for a null geometry.
};

// Every type, with Z and M, empty and null ones, and what is not valid.
const std::vector<DrawnLayer>& drawnLayers();

// The same rows for both sides: as a memory layer, and as rows with their WKB. Each has the
// attributes `name` (row 1, row 2, ...) and `size`.
struct DrawnRows {
  std::unique_ptr<QgsVectorLayer> layer;
  Schema schema;
  FeatureBatch batch;
};
DrawnRows drawRows(const DrawnLayer& drawn, const std::string& crs = "EPSG:3857");

// For messages: WKT, or "null".
std::string wktOf(const std::optional<std::string>& wkb);

}  // namespace geotask::testing
