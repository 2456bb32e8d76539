// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a GDAL layer looks like, as a Schema. As in QGIS, the column that holds the feature ids
// (`fid` of a GeoPackage, the key of a database table) is the first field.
#pragma once

#include <ogr_api.h>

#include <string>

#include "domain/features.h"

namespace geotask {

// The schema of a layer.
Schema layerSchema(OGRLayerH layer);

// Whether the schema's first field is the feature id.
bool hasFidField(OGRLayerH layer);

// An authority code where GDAL knows one for sure, else WKT2; empty for null.
std::string crsText(OGRSpatialReferenceH crs);

}  // namespace geotask
