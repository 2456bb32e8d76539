// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/spatial_values.h"

#include <qgscoordinatereferencesystem.h>
#include <qgsreferencedgeometry.h>

#include <QRegularExpression>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "qgis/geometry.h"
#include "qgis/processing/coordinate_operation.h"
#include "qgis/processing/parameter_values.h"

namespace geotask {

namespace {

constexpr const char* kGeometryAccepted =
    R"(WKT or {"type": "wkb", "base64": "...", "crs": "EPSG:4326"})";
constexpr const char* kCrsAccepted =
    "a CRS as authority code or WKT2 without grids, files or addresses";

const QString kNumber = QStringLiteral(R"(\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*)");

// Numbers with a CRS in brackets after them.
struct Coordinates {
  bool match = false;
  std::string crs;
};

Coordinates matchCoordinates(const QString& text, int count, bool brackets) {
  QString pattern = kNumber;
  for (int i = 1; i < count; ++i) pattern += QStringLiteral(",") + kNumber;
  pattern += QStringLiteral(R"((?:\[(.*)\])?\s*)");
  if (brackets) pattern = QStringLiteral(R"(\s*\(?)") + pattern + QStringLiteral(R"(\)?\s*)");
  const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern));
  const QRegularExpressionMatch match = expression.match(text);
  return {match.hasMatch(), match.captured(1).toStdString()};
}

absl::StatusOr<QgsCoordinateReferenceSystem> crsOf(const std::string& name,
                                                   const std::string& text) {
  QgsCoordinateReferenceSystem crs;
  if (text.empty()) return crs;
  if (!namesFiles(text)) crs.createFromUserInput(QString::fromStdString(text));
  if (!crs.isValid()) return invalidParameter(name, text, kCrsAccepted);
  return crs;
}

absl::StatusOr<QgsGeometry> geometryOf(const std::string& name, const Json& given) {
  const auto refuse = [&] { return invalidParameter(name, shown(given), kGeometryAccepted); };
  const auto member = [&](const char* key) {
    const auto found = given.find(key);
    return found != given.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const std::string type = member("type");
  QgsGeometry geometry;
  if (type == "wkt") {
    geometry = QgsGeometry::fromWkt(QString::fromStdString(member("wkt")));
  } else if (type == "wkb") {
    const auto bytes = QByteArray::fromBase64Encoding(QByteArray::fromStdString(member("base64")),
                                                      QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes) return refuse();
    absl::StatusOr<QgsGeometry> read = geometryFromWkb(bytes.decoded.toStdString());
    if (!read.ok()) return refuse();
    geometry = *std::move(read);
  }
  if (geometry.isNull()) return refuse();
  return geometry;
}

bool isWkt(const std::string& text) {
  static const QRegularExpression pattern(
      QStringLiteral(R"(^\s*(?:CRS=(.*);)?\s*[A-Za-z]+\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY).*$)"),
      QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
  const QRegularExpressionMatch match = pattern.match(QString::fromStdString(text));
  return match.hasMatch() && !namesFiles(match.captured(1).toStdString());
}

}  // namespace

bool namesFiles(const std::string& crs) {
  static constexpr std::array<const char*, 9> kWords = {
      "grids=", "+init", "file=", "parameterfile", "http:", "https:", "ftp:", "/vsi", "file:"};
  const std::string text = absl::AsciiStrToLower(crs);
  for (const char* word : kWords) {
    if (absl::StrContains(text, word)) return true;
  }
  return false;
}

absl::StatusOr<QVariant> geometryValue(const std::string& name, const Json& given) {
  if (given.is_string()) {
    const auto text = given.get<std::string>();
    if (!isWkt(text)) return invalidParameter(name, text, kGeometryAccepted);
    return QVariant(QString::fromStdString(text));
  }
  if (!given.is_object()) return invalidParameter(name, shown(given), kGeometryAccepted);
  absl::StatusOr<QgsGeometry> geometry = geometryOf(name, given);
  if (!geometry.ok()) return geometry.status();
  const auto crs_text = given.find("crs");
  if (crs_text == given.end()) return QVariant::fromValue(*geometry);
  if (!crs_text->is_string()) return invalidParameter(name, shown(*crs_text), kCrsAccepted);
  absl::StatusOr<QgsCoordinateReferenceSystem> crs = crsOf(name, crs_text->get<std::string>());
  if (!crs.ok()) return crs.status();
  return QVariant::fromValue(QgsReferencedGeometry(*geometry, *crs));
}

absl::StatusOr<QVariant> pointValue(const std::string& name, const Json& given) {
  if (given.is_object()) return geometryValue(name, given);
  if (given.is_string()) {
    const auto text = given.get<std::string>();
    const Coordinates found = matchCoordinates(QString::fromStdString(text), 2, true);
    if (found.match) {
      const auto crs = crsOf(name, found.crs);
      if (!crs.ok()) return crs.status();
      return QVariant(QString::fromStdString(text));
    }
    if (isWkt(text)) {
      return geometryValue(name, {{"type", "wkt"}, {"wkt", text}});
    }
  }
  return invalidParameter(name, shown(given), "a point as x,y or x,y [EPSG:4326], or WKT");
}

absl::StatusOr<QVariant> extentValue(const std::string& name, const Json& given,
                                     const CallLayers& layers) {
  if (given.is_object()) return geometryValue(name, given);
  if (given.is_string()) {
    const auto text = given.get<std::string>();
    const Coordinates found = matchCoordinates(QString::fromStdString(text), 4, false);
    if (found.match) {
      const auto crs = crsOf(name, found.crs);
      if (!crs.ok()) return crs.status();
      return QVariant(QString::fromStdString(text));
    }
    if (isWkt(text)) return geometryValue(name, {{"type", "wkt"}, {"wkt", text}});
    const auto layer = layers.layer(name, text);
    if (layer.ok()) return QVariant(*layer);
  }
  return invalidParameter(
      name, shown(given),
      "an extent as x minimum,x maximum,y minimum,y maximum with a CRS after it or "
      "not, as 0,10,0,20 [EPSG:4326], or a layer by reference");
}

absl::StatusOr<QVariant> crsValue(const std::string& name, const Json& given,
                                  const CallLayers& layers) {
  if (!given.is_string()) return invalidParameter(name, shown(given), kCrsAccepted);
  const auto text = given.get<std::string>();
  // No CRS: what QGIS makes of the empty text.
  if (text.empty() || text == "ProjectCrs") return QVariant(QString::fromStdString(text));
  const auto layer = layers.layer(name, text);
  if (layer.ok()) return QVariant(*layer);
  const auto crs = crsOf(name, text);
  if (!crs.ok()) return crs.status();
  return QVariant(QString::fromStdString(text));
}

absl::StatusOr<QVariant> operationValue(const std::string& name, const Json& given) {
  if (!given.is_string() || namesPlaces(given.get<std::string>())) {
    return invalidParameter(name, shown(given), "a PROJ operation that names no folder");
  }
  return QVariant(QString::fromStdString(given.get<std::string>()));
}

}  // namespace geotask
