// SPDX-License-Identifier: GPL-2.0-or-later
//
// Coordinate reference systems, as QGIS has them.
#pragma once

#include <qgscoordinatereferencesystem.h>

#include <string>

#include "absl/status/statusor.h"

namespace geotask {

// From an authority code or WKT2; an invalid one for empty text. Pool threads.
absl::StatusOr<QgsCoordinateReferenceSystem> crsFromText(const std::string& text);

}  // namespace geotask
