// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qgscoordinatetransform.h>

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace geotask {

// WKB as plainWkb() gives it of two dimensions, in another CRS: the bytes of what QgsGeometry::transform() makes of it, but made
// piece by piece, so that a cancel is heard. Nothing where a vertex has no place there, and where PROJ
// falls back to another operation: what becomes of those is for QgsGeometry::transform() to say.
// Throws Stopped (domain/stop.h). Any thread.
std::optional<std::string> reprojectPlainWkb(absl::string_view wkb,
                                             const QgsCoordinateTransform& transform);

}  // namespace geotask
