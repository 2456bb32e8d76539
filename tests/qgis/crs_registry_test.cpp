// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/crs_registry.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/errors.h"
#include "qgis/crs.h"

namespace geotask {
namespace {

const char* const kUtm =
    R"(PROJCRS["UTM 32 on a sphere",BASEGEOGCRS["x",DATUM["y",ELLIPSOID["z",6371000,0]]],)"
    R"(CONVERSION["c",METHOD["Transverse Mercator",ID["EPSG",9807]],)"
    R"(PARAMETER["Longitude of natural origin",9,ANGLEUNIT["degree",0.0174532925199433]],)"
    R"(PARAMETER["False easting",500000,LENGTHUNIT["metre",1]]],CS[Cartesian,2],)"
    R"(AXIS["east",east],AXIS["north",north],LENGTHUNIT["metre",1]])";

TEST(CrsRegistry, TakesAuthorityCodesAndWkt2) {
  const ProjCrsRegistry registry;
  for (const std::string& crs :
       {std::string("EPSG:4326"), std::string("EPSG:3857"), std::string("OGC:CRS84"),
        std::string("ESRI:54030"), std::string(kUtm)}) {
    EXPECT_TRUE(registry.check(crs).ok()) << crs << ": " << registry.check(crs);
    EXPECT_TRUE(crsFromText(crs).ok()) << crs;
  }
}

// PROJ and QGIS read all of these; each can reach files or the network, or is no CRS.
TEST(CrsRegistry, RefusesWhatCouldReachFilesOrTheNetwork) {
  const ProjCrsRegistry registry;
  for (const std::string& crs : {
           std::string("+proj=longlat +nadgrids=/etc/passwd"),
           std::string("+proj=longlat +geoidgrids=/vsicurl/http://127.0.0.1/x"),
           std::string("/etc/passwd"),
           std::string("http://spatialreference.org/ref/epsg/4326/"),
           std::string("WGS 84"),
           std::string("EPSG:1"),
           std::string("EPSG:9122"),  // A unit of measure.
           std::string("EPSG:5773"),  // Vertical.
           std::string("EPSG:4978"),  // Geocentric.
           std::string("EPSG:4326; drop"),
           std::string(""),
           std::string("GEOGCS[\"old\",EXTENSION[\"PROJ4\",\"+proj=longlat +nadgrids=x\"]]"),
           std::string("BOUNDCRS[PARAMETERFILE[\"Latitude and longitude difference file\",\"x\"]]"),
           std::string(100000, 'A'),
       }) {
    const absl::Status status = registry.check(crs);
    EXPECT_EQ(errorDetail(status).reason, "INVALID_CRS") << crs.substr(0, 60);
    EXPECT_FALSE(errorDetail(status).accepted.empty());
  }
}

}  // namespace
}  // namespace geotask
