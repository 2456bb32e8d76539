// SPDX-License-Identifier: GPL-2.0-or-later
#include <qgscoordinatereferencesystem.h>
#include <qgsfeature.h>
#include <qgsmemoryproviderutils.h>
#include <qgsvectordataprovider.h>
#include <qgsvectorlayer.h>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/crs.h"
#include "qgis/geometry.h"
#include "qgis/processing/field_values.h"
#include "qgis/processing/layer_rows.h"
#include "qgis/processing/variant_json.h"
#include "qgis/wkb_type.h"

namespace geotask {

namespace {

constexpr int kBatch = 1000;

WkbType layerType(const std::string& name) {
  if (name == "NoGeometry") return WkbType::NoGeometry;
  if (name == "Geometry") return WkbType::Unknown;
  return QgsWkbTypes::parseType(QString::fromStdString(name));
}

// A type that holds both.
WkbType common(WkbType one, WkbType other) {
  if (one == other) return one;
  WkbType both = QgsWkbTypes::multiType(QgsWkbTypes::flatType(one));
  if (QgsWkbTypes::hasZ(one) || QgsWkbTypes::hasZ(other)) both = QgsWkbTypes::addZ(both);
  if (QgsWkbTypes::hasM(one) || QgsWkbTypes::hasM(other)) both = QgsWkbTypes::addM(both);
  return both;
}

absl::Status refuse(const std::string& why, const std::string& remedy) {
  return makeError(absl::StatusCode::kInvalidArgument, why,
                   {"INVALID_GEOMETRY", "", "", "", remedy});
}

}  // namespace

struct LayerBuilder::State {
  Schema schema;
  QString name;
  QgsCoordinateReferenceSystem crs;
  absl::Status crs_status;
  bool any_type = false;  // The schema leaves the type open: that of the rows decides.
  bool typed = false;
  WkbType type{};
  std::unique_ptr<QgsVectorLayer> layer;
  QgsFields fields;
  QgsFeatureList waiting;

  void makeLayer();
  absl::Status takeType(const QgsGeometry& geometry);
  absl::Status checkAttributes(const QgsFeature& feature) const;
  void flush();
};

void LayerBuilder::State::makeLayer() {
  layer.reset(QgsMemoryProviderUtils::createMemoryLayer(name, QgsFields(), type, crs));
  // Without one the provider takes EPSG:4326, and for collections it forgets the one it got.
  layer->setCrs(crs);
  QgsVectorDataProvider* provider = layer->dataProvider();
  for (const Field& field : schema.fields) {
    QgsField wanted = qgisField(field);
    if (!provider->supportedType(wanted)) wanted = qgisField({field.name, field.type, 0, 0});
    if (!provider->supportedType(wanted))
      wanted = qgisField({field.name, FieldType::kString, 0, 0});
    provider->addAttributes({wanted});
  }
  layer->updateFields();
  fields = layer->fields();
}

absl::Status LayerBuilder::State::takeType(const QgsGeometry& geometry) {
  const WkbType given = geometry.wkbType();
  if (!any_type) {
    if (QgsWkbTypes::geometryType(given) == QgsWkbTypes::geometryType(type))
      return absl::OkStatus();
    return refuse(
        absl::StrCat("a geometry of type ", QgsWkbTypes::displayString(given).toStdString(),
                     " in rows of type ", schema.geometry_type),
        "Correct the schema or the rows.");
  }
  if (typed && QgsWkbTypes::geometryType(given) != QgsWkbTypes::geometryType(type)) {
    return refuse("rows of points, lines or polygons at once: a layer of QGIS has one of them",
                  "Send them as one dataset each.");
  }
  type = typed ? common(type, given) : given;
  typed = true;
  return absl::OkStatus();
}

absl::Status LayerBuilder::State::checkAttributes(const QgsFeature& feature) const {
  for (int i = 0; i < fields.size(); ++i) {
    QVariant value = feature.attribute(i);
    if (value.isNull() || fields.at(i).convertCompatible(value)) continue;
    return makeError(absl::StatusCode::kInvalidArgument,
                     "a value that does not fit its field " + fields.at(i).name().toStdString(),
                     {"INVALID_ATTRIBUTE", "", toJson(feature.attribute(i)).dump(), "", ""});
  }
  return absl::OkStatus();
}

void LayerBuilder::State::flush() {
  if (!waiting.isEmpty()) layer->dataProvider()->addFeatures(waiting);
  waiting.clear();
}

LayerBuilder::LayerBuilder(const Schema& schema, const std::string& name)
    : state_(std::make_unique<State>()) {
  state_->schema = schema;
  state_->name = QString::fromStdString(name);
  absl::StatusOr<QgsCoordinateReferenceSystem> crs = crsFromText(schema.crs);
  state_->crs_status = crs.status();
  if (crs.ok()) state_->crs = *crs;
  state_->type = layerType(schema.geometry_type);
  state_->any_type = schema.geometry_type == "Geometry";
  // Fields do not depend on the type, so rows of an open type are made for a layer that is replaced.
  state_->makeLayer();
}

LayerBuilder::~LayerBuilder() = default;

absl::Status LayerBuilder::add(const Feature& row) {
  if (!state_->crs_status.ok()) return state_->crs_status;
  absl::StatusOr<QgsGeometry> geometry = geometryFromWkb(row.wkb);
  if (!geometry.ok()) return geometry.status();
  if (!geometry->isNull()) {
    if (const absl::Status taken = state_->takeType(*geometry); !taken.ok()) return taken;
  }
  QgsFeature feature(state_->fields);
  feature.setGeometry(*geometry);
  for (size_t i = 0; i < row.attributes.size() && i < state_->schema.fields.size(); ++i) {
    const int index = static_cast<int>(i);
    feature.setAttribute(index, attributeOf(row.attributes[i], state_->schema.fields[i].type,
                                            state_->fields.at(index)));
  }
  if (const absl::Status fits = state_->checkAttributes(feature); !fits.ok()) return fits;
  state_->waiting.append(feature);
  if (!state_->any_type && state_->waiting.size() >= kBatch) state_->flush();
  return absl::OkStatus();
}

std::shared_ptr<QgsVectorLayer> LayerBuilder::finish() {
  if (state_->any_type) {
    if (!state_->typed) state_->type = layerType("NoGeometry");
    state_->makeLayer();
  }
  state_->flush();
  state_->layer->updateExtents();
  return std::move(state_->layer);
}

}  // namespace geotask
