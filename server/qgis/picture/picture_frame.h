// SPDX-License-Identifier: GPL-2.0-or-later
//
// What part of the world a picture shows, in which CRS, at which size.
#pragma once

#include <qgscoordinatereferencesystem.h>
#include <qgsrectangle.h>

#include <QSize>

#include "absl/status/statusor.h"
#include "domain/picture.h"

class QgsMapLayer;

namespace geotask {

struct PictureFrame {
  QgsCoordinateReferenceSystem crs;  // Invalid for a layer without one.
  QgsRectangle extent;
  QSize size;
};

// FAILED_PRECONDITION EXTENT_UNKNOWN, INVALID_ARGUMENT INVALID_CRS.
absl::StatusOr<PictureFrame> frameOf(const QgsMapLayer& layer, const PictureSpec& spec);

}  // namespace geotask
