// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/transform_split.h"

#include <qgsgeometrycollection.h>

#include <utility>

namespace geotask {

absl::Status TransformSplit::apply(TransformRow row, ChunkContext& context, Next next) const {
  const auto* collection =
      row.geometry.isNull()
          ? nullptr
          : qgsgeometry_cast<const QgsGeometryCollection*>(row.geometry.constGet());
  if (collection == nullptr) return next(std::move(row));
  if (empty_ == Empty::kPasses && row.geometry.isEmpty()) return next(std::move(row));
  for (int i = 0; i < collection->numGeometries() && !context.cancelled(); ++i) {
    absl::Status status =
        next({row.id, QgsGeometry(collection->geometryN(i)->clone()), row.attributes});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

double TransformSplit::predictedMicroseconds(const Feature& row) const {
  return row.wkb ? 1 + static_cast<double>(row.wkb->size()) / 700 : 0;
}

}  // namespace geotask
