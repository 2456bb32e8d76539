// SPDX-License-Identifier: GPL-2.0-or-later
#include "test_data.h"

#include <gtest/gtest.h>
#include <ogr_srs_api.h>
#include <unistd.h>

#include <fstream>

#include "sources/gdal.h"

namespace geotask::testing {

namespace fs = std::filesystem;

ScratchDir::ScratchDir() {
  static int counter = 0;
  dir_ = fs::temp_directory_path() /
         ("geotask-sources-" + std::to_string(getpid()) + "-" + std::to_string(++counter));
  fs::create_directories(dir_);
}

ScratchDir::~ScratchDir() { fs::remove_all(dir_); }

void writeGeoJson(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

namespace {

Dataset createGeoPackage(const std::string& path) {
  initGdal();
  return Dataset(
      GDALCreate(GDALGetDriverByName("GPKG"), path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
}

OGRLayerH createLayer(const Dataset& dataset, const std::string& name, OGRwkbGeometryType type) {
  OGRSpatialReferenceH crs = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(crs, 3857);
  OGRLayerH layer = GDALDatasetCreateLayer(dataset.get(), name.c_str(), crs, type, nullptr);
  OSRRelease(crs);
  EXPECT_NE(layer, nullptr);
  return layer;
}

void setPoint(OGRFeatureH feature, const char* wkt) {
  OGRGeometryH geometry = nullptr;
  char* text = const_cast<char*>(wkt);
  OGR_G_CreateFromWkt(&text, nullptr, &geometry);
  OGR_F_SetGeometryDirectly(feature, geometry);
}

}  // namespace

void writeRaster(const std::string& path) {
  initGdal();
  const Dataset dataset(
      GDALCreate(GDALGetDriverByName("GTiff"), path.c_str(), 4, 3, 2, GDT_Byte, nullptr));
  OGRSpatialReferenceH crs = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(crs, 3857);
  EXPECT_EQ(GDALSetSpatialRef(dataset.get(), crs), CE_None);
  OSRRelease(crs);
}

void writePoints(const std::string& path, const std::vector<std::string>& layers) {
  const Dataset dataset = createGeoPackage(path);
  for (const std::string& name : layers) {
    OGRLayerH layer = createLayer(dataset, name, wkbPoint);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    setPoint(feature, "POINT (1 2)");
    EXPECT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
  }
}

void writeTyped(const std::string& path) {
  const Dataset dataset = createGeoPackage(path);
  OGRLayerH layer = createLayer(dataset, "typed", wkbPoint25D);
  struct {
    const char* name;
    OGRFieldType type;
    OGRFieldSubType subtype;
  } const kFields[] = {{"flag", OFTInteger, OFSTBoolean}, {"small", OFTInteger, OFSTNone},
                       {"large", OFTInteger64, OFSTNone}, {"real", OFTReal, OFSTNone},
                       {"text", OFTString, OFSTNone},     {"day", OFTDate, OFSTNone},
                       {"moment", OFTDateTime, OFSTNone}, {"bytes", OFTBinary, OFSTNone},
                       {"json", OFTString, OFSTJSON}};
  for (const auto& field : kFields) {
    OGRFieldDefnH definition = OGR_Fld_Create(field.name, field.type);
    OGR_Fld_SetSubType(definition, field.subtype);
    EXPECT_EQ(OGR_L_CreateField(layer, definition, TRUE), OGRERR_NONE);
    OGR_Fld_Destroy(definition);
  }
  OGRFeatureH full = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  OGR_F_SetFID(full, 7);
  OGR_F_SetFieldInteger(full, 0, 1);
  OGR_F_SetFieldInteger(full, 1, -5);
  OGR_F_SetFieldInteger64(full, 2, INT64_MAX);
  OGR_F_SetFieldDouble(full, 3, 0.1);
  OGR_F_SetFieldString(full, 4, "Grüße");
  OGR_F_SetFieldDateTime(full, 5, 2024, 2, 29, 0, 0, 0, 0);
  OGR_F_SetFieldDateTimeEx(full, 6, 2024, 2, 29, 13, 45, 30.25F, 100);
  const unsigned char bytes[] = {0, 1, 255};
  OGR_F_SetFieldBinary(full, 7, 3, bytes);
  OGR_F_SetFieldString(full, 8, R"({"a":[1,2]})");
  setPoint(full, "POINT Z (1 2 3)");
  EXPECT_EQ(OGR_L_CreateFeature(layer, full), OGRERR_NONE);
  OGR_F_Destroy(full);
  OGRFeatureH empty = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  EXPECT_EQ(OGR_L_CreateFeature(layer, empty), OGRERR_NONE);
  OGR_F_Destroy(empty);
}

}  // namespace geotask::testing
