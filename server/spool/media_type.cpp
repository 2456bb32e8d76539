// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/media_type.h"

#include <map>

#include "absl/strings/ascii.h"

namespace geotask {

std::string mediaType(const std::string& path) {
  static const auto* const types = new std::map<std::string, std::string>{
      {"cpg", "text/plain"},
      {"csv", "text/csv"},
      {"dbf", "application/vnd.dbf"},
      {"fgb", "application/flatgeobuf"},
      {"geojson", "application/geo+json"},
      {"gml", "application/gml+xml"},
      {"gpkg", "application/geopackage+sqlite3"},
      {"gpx", "application/gpx+xml"},
      {"htm", "text/html"},
      {"html", "text/html"},
      {"jp2", "image/jp2"},
      {"jpeg", "image/jpeg"},
      {"jpg", "image/jpeg"},
      {"json", "application/json"},
      {"kml", "application/vnd.google-earth.kml+xml"},
      {"kmz", "application/vnd.google-earth.kmz"},
      {"laz", "application/vnd.laszip"},
      {"nc", "application/netcdf"},
      {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
      {"parquet", "application/vnd.apache.parquet"},
      {"pdf", "application/pdf"},
      {"pgw", "text/plain"},
      {"png", "image/png"},
      {"prj", "text/plain"},
      {"qgs", "application/xml"},
      {"qgz", "application/zip"},
      {"shp", "application/vnd.shp"},
      {"shx", "application/vnd.shx"},
      {"sqlite", "application/vnd.sqlite3"},
      {"svg", "image/svg+xml"},
      {"tfw", "text/plain"},
      {"tif", "image/tiff"},
      {"tiff", "image/tiff"},
      {"txt", "text/plain"},
      {"vrt", "application/xml"},
      {"webp", "image/webp"},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"xml", "application/xml"},
      {"xsd", "application/xml"},
      {"zip", "application/zip"},
  };
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos || path.find('/', dot) != std::string::npos) {
    return "application/octet-stream";
  }
  const auto found = types->find(absl::AsciiStrToLower(path.substr(dot + 1)));
  return found == types->end() ? "application/octet-stream" : found->second;
}

}  // namespace geotask
