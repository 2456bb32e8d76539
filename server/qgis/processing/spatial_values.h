// SPDX-License-Identifier: GPL-2.0-or-later
//
// Geometries, points, extents and CRSs as parameters of algorithms. QGIS itself takes the name of a
// layer, thus of any file, in their place: only what is spelled as one of them comes through here.
#pragma once

#include <QVariant>

#include "absl/status/statusor.h"
#include "domain/json.h"
#include "qgis/processing/call_layers.h"

namespace geotask {

// Each: INVALID_PARAMETER at parameters.NAME.

// WKT, `CRS=EPSG:4326;` before it or not, or {"type": "wkb", "base64": ..., "crs": ...} or
// {"type": "wkt", "wkt": ..., "crs": ...}.
absl::StatusOr<QVariant> geometryValue(const std::string& name, const Json& given);
// "3.5,4.5 [EPSG:4326]", or a geometry.
absl::StatusOr<QVariant> pointValue(const std::string& name, const Json& given);
// "0,10,0,20 [EPSG:4326]", a layer, or a geometry.
absl::StatusOr<QVariant> extentValue(const std::string& name, const Json& given,
                                     const CallLayers& layers);
// An authority code, WKT2 or PROJ text without files, "ProjectCrs", or a layer.
absl::StatusOr<QVariant> crsValue(const std::string& name, const Json& given,
                                  const CallLayers& layers);
// A PROJ pipeline. Grids are named as PROJ finds them, without a folder.
absl::StatusOr<QVariant> operationValue(const std::string& name, const Json& given);

// Whether CRS text names a grid, an initialisation file or an address.
bool namesFiles(const std::string& crs);

}  // namespace geotask
