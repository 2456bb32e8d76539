// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/picture/picture_frame.h"

#include <qgscoordinatetransform.h>
#include <qgscoordinatetransformcontext.h>
#include <qgsexception.h>
#include <qgsmaplayer.h>

#include <algorithm>
#include <cmath>

#include "domain/errors.h"
#include "qgis/crs.h"

namespace geotask {
namespace {

constexpr double kMargin = 0.02;
// Around a single point, in units of the CRS.
constexpr double kAroundPoint = 0.5;

absl::Status extentUnknown(const std::string& why) {
  return makeError(absl::StatusCode::kFailedPrecondition, why,
                   {"EXTENT_UNKNOWN", "extent", "", "", "Give the extent to show."});
}

bool isThere(const QgsRectangle& extent) {
  return std::isfinite(extent.xMinimum()) && std::isfinite(extent.xMaximum()) &&
         std::isfinite(extent.yMinimum()) && std::isfinite(extent.yMaximum()) &&
         extent.xMinimum() <= extent.xMaximum() && extent.yMinimum() <= extent.yMaximum();
}

// All that the layer holds, as the CRS of the picture has it.
absl::StatusOr<QgsRectangle> wholeExtent(const QgsMapLayer& layer,
                                         const QgsCoordinateReferenceSystem& crs) {
  QgsRectangle extent = layer.extent();
  if (!isThere(extent)) return extentUnknown("nothing in the output has a place");
  if (crs.isValid() && crs != layer.crs()) {
    const QgsCoordinateTransform transform(layer.crs(), crs, QgsCoordinateTransformContext());
    try {
      extent = transform.transformBoundingBox(extent);
    } catch (const QgsCsException&) {
      return extentUnknown("the output has no place in this CRS");
    }
    if (!isThere(extent)) return extentUnknown("the output has no place in this CRS");
  }
  const double longer = std::max(extent.width(), extent.height());
  extent.grow(longer > 0 ? longer * kMargin : kAroundPoint);
  return extent;
}

int heightFor(const QgsRectangle& extent, int width) {
  const double height = width * extent.height() / extent.width();
  const double most = std::min(kMaxPictureSide, kMaxPicturePixels / width);
  return static_cast<int>(std::clamp(std::round(height), 1.0, most));
}

}  // namespace

absl::StatusOr<PictureFrame> frameOf(const QgsMapLayer& layer, const PictureSpec& spec) {
  PictureFrame frame;
  frame.crs = layer.crs();
  if (!spec.crs.empty() && frame.crs.isValid()) {
    absl::StatusOr<QgsCoordinateReferenceSystem> wanted = crsFromText(spec.crs);
    if (!wanted.ok()) return atField("crs", wanted.status());
    frame.crs = *std::move(wanted);
  }
  if (spec.extent) {
    frame.extent = QgsRectangle(spec.extent->x_minimum, spec.extent->y_minimum,
                                spec.extent->x_maximum, spec.extent->y_maximum);
  } else {
    absl::StatusOr<QgsRectangle> whole = wholeExtent(layer, frame.crs);
    if (!whole.ok()) return whole.status();
    frame.extent = *whole;
  }
  frame.size =
      QSize(spec.width, spec.height > 0 ? spec.height : heightFor(frame.extent, spec.width));
  return frame;
}

}  // namespace geotask
