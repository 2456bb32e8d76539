// SPDX-License-Identifier: GPL-2.0-or-later
//
// QgsGeometry from and to ISO WKB.
#pragma once

#include <qgsgeometry.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace geotask {

// INVALID_GEOMETRY when QGIS cannot read it or its coordinates are beyond kMaxCoordinate. Nothing
// gives a null geometry. Holes without a vertex are left out.
absl::StatusOr<QgsGeometry> geometryFromWkb(const std::optional<std::string>& wkb);

// Of WKB that is known to be fit.
QgsGeometry readWkb(const std::string& wkb);

// Whether all its x and y are from -kMaxCoordinate to kMaxCoordinate; so they are where there are
// none.
bool isWithinBounds(const QgsGeometry& geometry);

// Little endian, ISO types for Z and M; nothing for a null geometry.
std::optional<std::string> geometryToWkb(const QgsGeometry& geometry);

}  // namespace geotask
