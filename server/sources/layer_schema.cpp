// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/layer_schema.h"

#include <cpl_conv.h>
#include <ogr_srs_api.h>

#include <cstring>

#include "domain/wkb.h"

namespace geotask {

namespace {

FieldType fieldType(OGRFieldDefnH field) {
  switch (OGR_Fld_GetType(field)) {
    case OFTInteger:
      return OGR_Fld_GetSubType(field) == OFSTBoolean ? FieldType::kBoolean : FieldType::kInteger;
    case OFTInteger64:
      return FieldType::kInteger64;
    case OFTReal:
      return FieldType::kDouble;
    case OFTDate:
      return FieldType::kDate;
    case OFTTime:
      return FieldType::kTime;
    case OFTDateTime:
      return FieldType::kDateTime;
    case OFTBinary:
      return FieldType::kBinary;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
      return FieldType::kJson;
    default:
      return OGR_Fld_GetSubType(field) == OFSTJSON ? FieldType::kJson : FieldType::kString;
  }
}

std::string geometryTypeOf(OGRwkbGeometryType type) {
  if (type == wkbNone) return "NoGeometry";
  // The ISO code: GDAL's own numbers for Z and M differ from ISO's only for the oldest types.
  const auto flat = static_cast<uint32_t>(wkbFlatten(type));
  if (flat == wkbUnknown) return "Geometry";
  const uint32_t iso =
      flat + (OGR_GT_HasZ(type) != 0 ? 1000 : 0) + (OGR_GT_HasM(type) != 0 ? 2000 : 0);
  const std::string name = geometryTypeName(iso);
  return name.empty() ? "Geometry" : name;
}

}  // namespace

bool hasFidField(OGRLayerH layer) {
  const char* column = OGR_L_GetFIDColumn(layer);
  // A driver may list the column among the fields as well.
  return *column != '\0' && OGR_L_FindFieldIndex(layer, column, TRUE) < 0;
}

std::string crsText(OGRSpatialReferenceH crs) {
  if (crs == nullptr) return "";
  const char* authority = OSRGetAuthorityName(crs, nullptr);
  const char* code = OSRGetAuthorityCode(crs, nullptr);
  if (authority != nullptr && code != nullptr) return std::string(authority) + ":" + code;
  char* wkt = nullptr;
  const char* options[] = {"FORMAT=WKT2_2019", "MULTILINE=NO", nullptr};
  std::string text;
  if (OSRExportToWktEx(crs, &wkt, options) == OGRERR_NONE && wkt != nullptr) text = wkt;
  CPLFree(wkt);
  return text;
}

Schema layerSchema(OGRLayerH layer) {
  Schema schema;
  if (hasFidField(layer)) {
    schema.fields.push_back({OGR_L_GetFIDColumn(layer), FieldType::kInteger64, 0, 0});
  }
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
    OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
    schema.fields.push_back({OGR_Fld_GetNameRef(field), fieldType(field), OGR_Fld_GetWidth(field),
                             OGR_Fld_GetPrecision(field)});
  }
  schema.geometry_type = geometryTypeOf(OGR_L_GetGeomType(layer));
  schema.crs = crsText(OGR_L_GetSpatialRef(layer));
  return schema;
}

}  // namespace geotask
