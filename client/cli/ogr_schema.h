// SPDX-License-Identifier: GPL-2.0-or-later
//
// Schemas between the API and OGR: geometry types, field types, coordinate reference systems.
#pragma once

#include <ogr_feature.h>
#include <ogr_spatialref.h>

#include <memory>
#include <string>

#include "geotask/result.h"
#include "geotask/v1/feature.pb.h"

namespace geotask::cli {

// The OGC name of a type: `MultiPolygonZ`; `Geometry` for wkbUnknown and for types that only stand
// for others, `MultiPolygon` for surfaces of faces (PolyhedralSurface, TIN), `NoGeometry`.
std::string geometryTypeName(OGRwkbGeometryType type);

// The other way; wkbUnknown for names that it does not know.
OGRwkbGeometryType geometryTypeOf(const std::string& name);

// The API's field for OGR's. Lists become JSON.
v1::Field fieldOf(const OGRFieldDefn& definition);

// The authority code when GDAL finds one, else WKT2; empty for null and for systems that say they
// are undefined.
std::string crsText(const OGRSpatialReference* crs);

// From an authority code, WKT or whatever else GDAL reads, x first; null for an empty text.
struct ReleaseCrs {
  void operator()(OGRSpatialReference* crs) const { crs->Release(); }
};
using CrsPtr = std::unique_ptr<OGRSpatialReference, ReleaseCrs>;
client::Result<CrsPtr> crsOf(const std::string& text);

// Whether coordinates that follow this system's own data order have y first.
bool isYFirst(const OGRSpatialReference& crs);

}  // namespace geotask::cli
