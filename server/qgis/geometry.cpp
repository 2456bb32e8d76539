// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geometry.h"

#include "domain/errors.h"

namespace geotask {

absl::StatusOr<QgsGeometry> geometryFromWkb(const std::optional<std::string>& wkb) {
  QgsGeometry geometry;
  if (!wkb) return geometry;
  geometry.fromWkb(QByteArray::fromRawData(wkb->data(), static_cast<int>(wkb->size())));
  if (geometry.isNull()) {
    return makeError(absl::StatusCode::kInvalidArgument, "QGIS cannot read this geometry",
                     {"INVALID_GEOMETRY", "", "", "ISO WKB of a type that QGIS knows", ""});
  }
  return geometry;
}

std::optional<std::string> geometryToWkb(const QgsGeometry& geometry) {
  if (geometry.isNull()) return std::nullopt;
  return geometry.asWkb().toStdString();
}

}  // namespace geotask
