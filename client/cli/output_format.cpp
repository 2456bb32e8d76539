// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/output_format.h"

#include <cpl_string.h>
#include <ogr_feature.h>

#include <algorithm>
#include <filesystem>

namespace geotask::cli {
namespace {

struct Ending {
  const char* ending;
  const char* driver;
};

// Where several drivers claim an ending, or none does.
constexpr Ending kEndings[] = {
    {"gpkg", "GPKG"},
    {"geojson", "GeoJSON"},
    {"json", "GeoJSON"},
    {"fgb", "FlatGeobuf"},
    {"shp", "ESRI Shapefile"},
    {"csv", "CSV"},
    {"parquet", "Parquet"},
    {"geojsonl", "GeoJSONSeq"},
    {"geojsons", "GeoJSONSeq"},
    {"ndjson", "GeoJSONSeq"},
    {"kml", "KML"},
    {"gml", "GML"},
    {"sqlite", "SQLite"},
};

bool lists(GDALDriver& driver, const char* item, const std::string& word) {
  const char* text = driver.GetMetadataItem(item);
  if (text == nullptr) return false;
  const CPLStringList words(CSLTokenizeString2(text, " ", 0));
  return words.FindString(word.c_str()) >= 0;
}

GDALDriver* byEnding(const std::string& ending) {
  GDALDriverManager* drivers = GetGDALDriverManager();
  for (const Ending& known : kEndings) {
    if (ending == known.ending) return drivers->GetDriverByName(known.driver);
  }
  for (int i = 0; i < drivers->GetDriverCount(); ++i) {
    GDALDriver* driver = drivers->GetDriver(i);
    const bool writes = driver->GetMetadataItem(GDAL_DCAP_VECTOR) != nullptr &&
                        driver->GetMetadataItem(GDAL_DCAP_CREATE) != nullptr;
    if (writes && lists(*driver, GDAL_DMD_EXTENSIONS, ending)) return driver;
  }
  return nullptr;
}

OGRFieldType wishedType(v1::FieldType type) {
  switch (type) {
    case v1::FIELD_TYPE_BOOLEAN:
    case v1::FIELD_TYPE_INTEGER:
      return OFTInteger;
    case v1::FIELD_TYPE_INTEGER64:
      return OFTInteger64;
    case v1::FIELD_TYPE_DOUBLE:
      return OFTReal;
    case v1::FIELD_TYPE_DATE:
      return OFTDate;
    case v1::FIELD_TYPE_TIME:
      return OFTTime;
    case v1::FIELD_TYPE_DATETIME:
      return OFTDateTime;
    case v1::FIELD_TYPE_BINARY:
      return OFTBinary;
    default:
      return OFTString;
  }
}

}  // namespace

client::Result<GDALDriver*> driverFor(const std::string& file) {
  if (file == "-") return GetGDALDriverManager()->GetDriverByName("GeoJSON");
  std::string ending = std::filesystem::path(file).extension().string();
  ending.erase(0, ending.empty() ? 0 : 1);
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  GDALDriver* driver = ending.empty() ? nullptr : byEnding(ending);
  if (driver != nullptr) return driver;
  return client::localError(
      grpc::StatusCode::INVALID_ARGUMENT, "UNKNOWN_FORMAT",
      ending.empty() ? "\"" + file + "\" has no ending that tells its format."
                     : "No format is known here for the ending ." + ending + ".",
      "End it in .gpkg, .geojson, .fgb, .shp or .csv, or give - for GeoJSON.");
}

std::unique_ptr<OGRFieldDefn> fieldFor(const v1::Field& field, GDALDriver& driver) {
  OGRFieldType type = wishedType(field.type());
  const bool known =
      driver.GetMetadataItem(GDAL_DMD_CREATIONFIELDDATATYPES) == nullptr ||
      lists(driver, GDAL_DMD_CREATIONFIELDDATATYPES, OGRFieldDefn::GetFieldTypeName(type));
  if (!known) type = OFTString;
  auto definition = std::make_unique<OGRFieldDefn>(field.name().c_str(), type);
  if (field.type() == v1::FIELD_TYPE_BOOLEAN &&
      lists(driver, GDAL_DMD_CREATIONFIELDDATASUBTYPES, "Boolean")) {
    definition->SetSubType(OFSTBoolean);
  }
  if (field.type() == v1::FIELD_TYPE_JSON) definition->SetSubType(OFSTJSON);
  if (type == OFTString || type == OFTReal || type == OFTInteger || type == OFTInteger64) {
    definition->SetWidth(field.length());
  }
  if (type == OFTReal) definition->SetPrecision(field.precision());
  return definition;
}

}  // namespace geotask::cli
