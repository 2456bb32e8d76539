// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/call_context.h"

#include <qgsellipsoidutils.h>
#include <qgsexpressioncontextutils.h>
#include <qgsproject.h>
#include <qgsunittypes.h>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/crs.h"
#include "qgis/processing/coordinate_operation.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/spatial_values.h"

namespace geotask {

namespace {

absl::Status refuse(const std::string& field, const std::string& given,
                    const std::string& accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_PARAMETER", field, given, accepted, ""});
}

absl::StatusOr<QgsCoordinateReferenceSystem> namedCrs(const std::string& field,
                                                      const std::string& text) {
  auto crs = crsFromText(text);
  if (!crs.ok() || !crs->isValid() || namesFiles(text)) {
    return refuse(field, text, "an authority code or WKT2");
  }
  return crs;
}

// A unit by the name that QGIS stores or by the one that it shows.
template <typename Unit>
absl::StatusOr<Unit> unitByName(const char* field, const std::string& name,
                                Unit (*decode)(const QString&, bool*),
                                Unit (*from_shown)(const QString&, bool*)) {
  const QString text = QString::fromStdString(name);
  bool ok = false;
  Unit unit = decode(text, &ok);
  if (!ok) unit = from_shown(text, &ok);
  if (!ok) {
    return refuse(field, name, "a unit of QGIS, as meters, km, feet, degrees or square meters, ha");
  }
  return unit;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CallContext>> CallContext::make(const CallRequest& request,
                                                               CallLayers& layers) {
  std::unique_ptr<CallContext> made(new CallContext);
  if (const absl::Status opened = made->openProject(request); !opened.ok()) return opened;
  if (const absl::Status set = made->setMeasures(request); !set.ok()) return set;
  if (const absl::Status set = made->setInvalidFeatures(request.invalid_features); !set.ok()) {
    return set;
  }
  if (const absl::Status set = made->setCoordinateOperations(request); !set.ok()) return set;
  if (made->has_project_) layers.setProject(QgsProject::instance());
  return made;
}

CallContext::~CallContext() {
  if (project_changed_) QgsProject::instance()->clear();
}

absl::Status CallContext::openProject(const CallRequest& request) {
  has_project_ = !request.project_file.empty() || !request.project_crs.empty();
  if (!has_project_) return absl::OkStatus();
  project_changed_ = true;
  QgsProject* project = QgsProject::instance();
  if (!request.project_file.empty() &&
      !project->read(QString::fromStdString(request.project_file))) {
    return refuse("project", "", "a QGIS project, .qgz or .qgs, that this server's QGIS can read");
  }
  if (!request.project_crs.empty()) {
    const auto crs = namedCrs("project_crs", request.project_crs);
    if (!crs.ok()) return crs.status();
    project->setCrs(*crs, true);
  }
  return absl::OkStatus();
}

absl::Status CallContext::setMeasures(const CallRequest& request) {
  if (!request.ellipsoid.empty()) {
    const QString ellipsoid = QString::fromStdString(request.ellipsoid);
    if (request.ellipsoid != "NONE" && !QgsEllipsoidUtils::ellipsoidParameters(ellipsoid).valid) {
      return refuse("ellipsoid", request.ellipsoid, "an ellipsoid as EPSG:7030, or NONE");
    }
    context_.setEllipsoid(ellipsoid);
  }
  if (!request.distance_unit.empty()) {
    const auto unit = unitByName(
        "distance_unit", request.distance_unit,
        +[](const QString& text, bool* ok) { return QgsUnitTypes::decodeDistanceUnit(text, ok); },
        +[](const QString& text, bool* ok) {
          return QgsUnitTypes::stringToDistanceUnit(text, ok);
        });
    if (!unit.ok()) return unit.status();
    context_.setDistanceUnit(*unit);
  }
  if (!request.area_unit.empty()) {
    const auto unit = unitByName(
        "area_unit", request.area_unit,
        +[](const QString& text, bool* ok) { return QgsUnitTypes::decodeAreaUnit(text, ok); },
        +[](const QString& text, bool* ok) { return QgsUnitTypes::stringToAreaUnit(text, ok); });
    if (!unit.ok()) return unit.status();
    context_.setAreaUnit(*unit);
  }
  // What the call says comes before what the project says.
  if (has_project_) {
    context_.setProject(QgsProject::instance());
    QgsExpressionContext expressions;
    expressions.appendScope(QgsExpressionContextUtils::projectScope(QgsProject::instance()));
    context_.setExpressionContext(expressions);
  }
  return absl::OkStatus();
}

absl::Status CallContext::setInvalidFeatures(const std::string& what) {
  using Check = decltype(context_.invalidGeometryCheck());
  if (what.empty() || what == "abort") {
    context_.setInvalidGeometryCheck(static_cast<Check>(kAbortOnInvalid));
  } else if (what == "skip") {
    context_.setInvalidGeometryCheck(static_cast<Check>(kSkipInvalid));
  } else if (what == "ignore") {
    context_.setInvalidGeometryCheck(static_cast<Check>(kIgnoreInvalid));
  } else {
    return refuse("invalid_features", what, "abort, skip or ignore");
  }
  return absl::OkStatus();
}

absl::Status CallContext::setCoordinateOperations(const CallRequest& request) {
  if (request.coordinate_operations.empty()) return absl::OkStatus();
  QgsCoordinateTransformContext operations = context_.transformContext();
  int index = 0;
  for (const CoordinateOperation& given : request.coordinate_operations) {
    const std::string field = absl::StrCat("coordinate_operations[", index++, "].");
    const auto source = namedCrs(field + "source_crs", given.source_crs);
    if (!source.ok()) return source.status();
    const auto destination = namedCrs(field + "destination_crs", given.destination_crs);
    if (!destination.ok()) return destination.status();
    if (namesPlaces(given.operation) || !isOperation(given.operation)) {
      return refuse(
          field + "operation", given.operation,
          "a PROJ string of an operation that this server's PROJ can do with the grids that "
          "it has, named without a folder");
    }
    operations.addCoordinateOperation(
        *source, *destination, QString::fromStdString(given.operation), given.allow_fallback);
  }
  context_.setTransformContext(operations);
  // Algorithms in Python look for them in QGIS's one project.
  QgsProject::instance()->setTransformContext(operations);
  project_changed_ = true;
  return absl::OkStatus();
}

}  // namespace geotask
