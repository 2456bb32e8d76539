// SPDX-License-Identifier: GPL-2.0-or-later
#include <qgsfeature.h>
#include <qgsfeatureiterator.h>
#include <qgsvectordataprovider.h>
#include <qgsvectorlayer.h>
#include <qgswkbtypes.h>

#include <utility>

#include "domain/errors.h"
#include "domain/wkb.h"
#include "qgis/geometry.h"
#include "qgis/processing/crs_text.h"
#include "qgis/processing/field_values.h"
#include "qgis/processing/layer_rows.h"

namespace geotask {

namespace {

std::string typeName(const QgsVectorLayer& layer) {
  const auto type = layer.wkbType();
  const auto flat = static_cast<uint32_t>(QgsWkbTypes::flatType(type));
  if (flat == 100) return "NoGeometry";
  if (flat == 0) return "Geometry";
  // ISO's number also for the 2.5D types of old.
  const std::string name = geometryTypeName(flat + (QgsWkbTypes::hasZ(type) ? 1000 : 0) +
                                            (QgsWkbTypes::hasM(type) ? 2000 : 0));
  return name.empty() ? "Geometry" : name;
}

}  // namespace

Schema layerSchema(const QgsVectorLayer& layer) {
  Schema schema;
  for (const QgsField& field : layer.fields()) schema.fields.push_back(fieldOf(field));
  schema.geometry_type = typeName(layer);
  schema.crs = crsText(layer.crs());
  return schema;
}

absl::Status readLayer(const QgsVectorLayer& layer,
                       const std::function<absl::Status(Feature&&)>& row) {
  const Schema schema = layerSchema(layer);
  QgsFeatureIterator features = layer.getFeatures();
  QgsFeature from;
  while (features.nextFeature(from)) {
    Feature feature;
    feature.id = from.id();
    feature.wkb = geometryToWkb(from.geometry());
    feature.attributes.reserve(schema.fields.size());
    for (size_t i = 0; i < schema.fields.size(); ++i) {
      feature.attributes.push_back(
          valueOf(from.attribute(static_cast<int>(i)), schema.fields[i].type));
    }
    const absl::Status taken = row(std::move(feature));
    if (!taken.ok()) return taken;
  }
  if (!features.isValid()) {
    return makeError(absl::StatusCode::kInternal, layer.name().toStdString() + " cannot be read",
                     {"OUTPUT_UNREADABLE", "", "", "", "Look at the job's log."});
  }
  return absl::OkStatus();
}

}  // namespace geotask
