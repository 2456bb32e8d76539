// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/crs.h"

#include "domain/errors.h"

namespace geotask {

absl::StatusOr<QgsCoordinateReferenceSystem> crsFromText(const std::string& text) {
  QgsCoordinateReferenceSystem crs;
  if (text.empty()) return crs;
  const QString name = QString::fromStdString(text);
  // A WKT has brackets, an authority code has none.
  const bool known =
      text.find('[') == std::string::npos ? crs.createFromString(name) : crs.createFromWkt(name);
  if (!known || !crs.isValid()) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_CRS", "", text, "a CRS that QGIS knows", ""});
  }
  return crs;
}

}  // namespace geotask
