// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/ogr_schema.h"

#include <cpl_conv.h>

#include <cstring>
#include <memory>
#include <vector>

#include "cli/gdal_session.h"

namespace geotask::cli {
namespace {

struct NamedType {
  OGRwkbGeometryType type;
  const char* name;
};

constexpr NamedType kTypes[] = {
    {wkbPoint, "Point"},
    {wkbLineString, "LineString"},
    {wkbPolygon, "Polygon"},
    {wkbMultiPoint, "MultiPoint"},
    {wkbMultiLineString, "MultiLineString"},
    {wkbMultiPolygon, "MultiPolygon"},
    {wkbGeometryCollection, "GeometryCollection"},
    {wkbCircularString, "CircularString"},
    {wkbCompoundCurve, "CompoundCurve"},
    {wkbCurvePolygon, "CurvePolygon"},
    {wkbMultiCurve, "MultiCurve"},
    {wkbMultiSurface, "MultiSurface"},
    {wkbTriangle, "Triangle"},
};

}  // namespace

std::string geometryTypeName(OGRwkbGeometryType type) {
  if (type == wkbNone) return "NoGeometry";
  OGRwkbGeometryType flat = wkbFlatten(type);
  if (flat == wkbPolyhedralSurface || flat == wkbTIN) flat = wkbMultiPolygon;
  for (const NamedType& named : kTypes) {
    if (named.type != flat) continue;
    return std::string(named.name) + (wkbHasZ(type) ? "Z" : "") + (wkbHasM(type) ? "M" : "");
  }
  return "Geometry";
}

OGRwkbGeometryType geometryTypeOf(const std::string& name) {
  if (name == "NoGeometry") return wkbNone;
  for (const NamedType& named : kTypes) {
    const size_t length = std::strlen(named.name);
    if (name.compare(0, length, named.name) != 0) continue;
    const std::string suffix = name.substr(length);
    if (suffix.empty()) return named.type;
    if (suffix == "Z") return wkbSetZ(named.type);
    if (suffix == "M") return wkbSetM(named.type);
    if (suffix == "ZM") return wkbSetZ(wkbSetM(named.type));
  }
  return wkbUnknown;
}

v1::Field fieldOf(const OGRFieldDefn& definition) {
  v1::Field field;
  field.set_name(definition.GetNameRef());
  field.set_length(definition.GetWidth());
  field.set_precision(definition.GetPrecision());
  const bool is_boolean = definition.GetSubType() == OFSTBoolean;
  switch (definition.GetType()) {
    case OFTInteger:
      field.set_type(is_boolean ? v1::FIELD_TYPE_BOOLEAN : v1::FIELD_TYPE_INTEGER);
      break;
    case OFTInteger64:
      field.set_type(v1::FIELD_TYPE_INTEGER64);
      break;
    case OFTReal:
      field.set_type(v1::FIELD_TYPE_DOUBLE);
      break;
    case OFTDate:
      field.set_type(v1::FIELD_TYPE_DATE);
      break;
    case OFTTime:
      field.set_type(v1::FIELD_TYPE_TIME);
      break;
    case OFTDateTime:
      field.set_type(v1::FIELD_TYPE_DATETIME);
      break;
    case OFTBinary:
      field.set_type(v1::FIELD_TYPE_BINARY);
      break;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
      field.set_type(v1::FIELD_TYPE_JSON);
      break;
    default:
      field.set_type(definition.GetSubType() == OFSTJSON ? v1::FIELD_TYPE_JSON
                                                         : v1::FIELD_TYPE_STRING);
  }
  if (field.type() != v1::FIELD_TYPE_STRING && field.type() != v1::FIELD_TYPE_DOUBLE &&
      field.type() != v1::FIELD_TYPE_INTEGER && field.type() != v1::FIELD_TYPE_INTEGER64) {
    field.clear_length();
    field.clear_precision();
  }
  return field;
}

std::string crsText(const OGRSpatialReference* crs) {
  if (crs == nullptr || crs->IsEmpty()) return "";
  const std::string name = crs->GetName() != nullptr ? crs->GetName() : "";
  if (name.compare(0, 10, "Undefined ") == 0) return "";
  const char* authority = crs->GetAuthorityName(nullptr);
  const char* code = crs->GetAuthorityCode(nullptr);
  if (authority != nullptr && code != nullptr) return std::string(authority) + ":" + code;
  // A .prj file has no code; a system that is the same in all but its name's spelling does.
  int matches = 0;
  int* confidences = nullptr;
  OGRSpatialReferenceH* found = crs->FindMatches(nullptr, &matches, &confidences);
  std::string text;
  if (matches > 0 && confidences[0] >= 90) {
    const OGRSpatialReference* match = OGRSpatialReference::FromHandle(found[0]);
    authority = match->GetAuthorityName(nullptr);
    code = match->GetAuthorityCode(nullptr);
    if (authority != nullptr && code != nullptr) text = std::string(authority) + ":" + code;
  }
  OSRFreeSRSArray(found);
  CPLFree(confidences);
  if (!text.empty()) return text;
  const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
  char* wkt = nullptr;
  if (crs->exportToWkt(&wkt, options) == OGRERR_NONE && wkt != nullptr) text = wkt;
  CPLFree(wkt);
  return text;
}

client::Result<CrsPtr> crsOf(const std::string& text) {
  if (text.empty()) return CrsPtr();
  CrsPtr crs(new OGRSpatialReference);
  if (crs->SetFromUserInput(text.c_str()) != OGRERR_NONE) {
    return gdalError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CRS",
                     "\"" + text + "\" is no coordinate reference system",
                     "Give an authority code such as EPSG:4326, or WKT.");
  }
  crs->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return crs;
}

bool isYFirst(const OGRSpatialReference& crs) {
  OGRSpatialReference traditional(crs);
  traditional.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return crs.GetDataAxisToSRSAxisMapping() != traditional.GetDataAxisToSRSAxisMapping();
}

}  // namespace geotask::cli
