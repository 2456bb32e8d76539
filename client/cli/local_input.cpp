// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/local_input.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "cli/gdal_session.h"
#include "cli/input_copy.h"
#include "cli/ogr_schema.h"
#include "cli/ogr_values.h"
#include "cli/suggest.h"

namespace geotask::cli {
namespace {

using client::Result;

client::Error invalidInput(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT", message, remedy);
}

GDALDatasetUniquePtr openDataset(const std::string& path, const char* const* drivers) {
  return GDALDatasetUniquePtr(GDALDataset::Open(
      path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers));
}

Result<OGRLayer*> chooseLayer(GDALDataset& dataset, const InputSpec& spec) {
  std::vector<std::string> names;
  for (OGRLayer* layer : dataset.GetLayers()) names.push_back(layer->GetName());
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  if (!spec.layer.empty()) {
    if (OGRLayer* layer = dataset.GetLayerByName(spec.layer.c_str())) return layer;
    const std::string near = nearest(spec.layer, names);
    return invalidInput(spec.source + " has no layer \"" + spec.layer + "\"; it has " + list + ".",
                        near.empty() ? "" : "Did you mean " + spec.source + "|" + near + "?");
  }
  if (names.size() == 1) return dataset.GetLayer(0);
  if (names.empty()) return invalidInput(spec.source + " has no layer.", "Give another file.");
  return invalidInput(spec.source + " has several layers: " + list + ".",
                      "Name one: '" + spec.source + "|" + names[0] + "'");
}

OGRwkbGeometryType declaredType(GDALDataset& dataset, OGRLayer& layer) {
  const OGRwkbGeometryType type = layer.GetGeomType();
  const bool is_shapefile = dataset.GetDriver() != nullptr &&
                            EQUAL(dataset.GetDriver()->GetDescription(), "ESRI Shapefile");
  // A shapefile does not tell single from multi-parts.
  const OGRwkbGeometryType flat = wkbFlatten(type);
  if (is_shapefile && (flat == wkbPolygon || flat == wkbLineString)) {
    return OGR_GT_SetModifier(OGR_GT_GetCollection(flat), wkbHasZ(type), wkbHasM(type));
  }
  return type;
}

}  // namespace

Result<std::unique_ptr<LocalInput>> LocalInput::open(const InputSpec& spec,
                                                     const std::string& crs) {
  startGdal();
  GDALDatasetUniquePtr dataset;
  std::string name = spec.source;
  if (spec.kind == InputSpec::Kind::kStandardInput) {
    const Result<std::unique_ptr<InputCopy>> copy = InputCopy::ofStandardInput();
    if (!copy.ok()) return copy.error();
    static const char* const kDrivers[] = {"GeoJSON", "GeoJSONSeq", nullptr};
    dataset = openDataset((*copy)->path(), kDrivers);
    name = "standard input";
    if (!dataset) {
      return gdalError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_GEOJSON",
                       "Standard input is no GeoJSON", "Pipe a FeatureCollection in.");
    }
  } else {
    dataset = openDataset(spec.source, nullptr);
    if (!dataset) {
      const bool missing =
          spec.source.find(':') == std::string::npos && !std::filesystem::exists(spec.source);
      if (missing) {
        return invalidInput("There is no file " + spec.source + ".",
                            "Give a file, or - for standard input; data:SOURCE/LAYER, dataset:ID "
                            "or job:ID for data of the server.");
      }
      return gdalError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT",
                       spec.source + " cannot be read", "Give a file in a format that GDAL reads.");
    }
  }
  const Result<OGRLayer*> layer = chooseLayer(*dataset, spec);
  if (!layer.ok()) return layer.error();
  return std::unique_ptr<LocalInput>(
      new LocalInput(std::move(dataset), *layer, std::move(name), crs));
}

LocalInput::LocalInput(GDALDatasetUniquePtr dataset, OGRLayer* layer, std::string name,
                       const std::string& crs)
    : dataset_(std::move(dataset)),
      layer_(layer),
      name_(std::move(name)),
      type_(wkbFlatten(declaredType(*dataset_, *layer_))) {
  schema_.set_geometry_type(geometryTypeName(declaredType(*dataset_, *layer_)));
  const OGRSpatialReference* own = layer_->GetSpatialRef();
  schema_.set_crs(crs.empty() ? crsText(own) : crs);
  swap_ = own != nullptr && isYFirst(*own);
  const OGRFeatureDefn& definition = *layer_->GetLayerDefn();
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    *schema_.add_fields() = fieldOf(*definition.GetFieldDefn(i));
  }
}

std::optional<uint64_t> LocalInput::count() const {
  if (!layer_->TestCapability(OLCFastFeatureCount)) return std::nullopt;
  const GIntBig count = layer_->GetFeatureCount();
  if (count < 0) return std::nullopt;
  return static_cast<uint64_t>(count);
}

Result<bool> LocalInput::next(v1::Feature* row) {
  CPLErrorReset();
  OGRFeatureUniquePtr feature(layer_->GetNextFeature());
  if (!feature) {
    // The end and an error look alike but for the message.
    if (CPLGetLastErrorType() < CE_Failure) return false;
    return gdalError(grpc::StatusCode::FAILED_PRECONDITION, "INPUT_UNREADABLE",
                     name_ + " cannot be read to its end");
  }
  row->Clear();
  row->set_id(feature->GetFID());
  for (int i = 0; i < feature->GetFieldCount(); ++i) {
    *row->add_attributes() = valueOf(*feature, i);
  }
  std::unique_ptr<OGRGeometry> geometry(feature->StealGeometry());
  if (!geometry) return true;
  if (swap_) geometry->swapXY();
  const OGRwkbGeometryType flat = wkbFlatten(geometry->getGeometryType());
  const bool is_faces = flat == wkbPolyhedralSurface || flat == wkbTIN;
  if (is_faces || (flat != type_ && OGR_GT_GetCollection(flat) == type_)) {
    geometry.reset(OGRGeometryFactory::forceTo(geometry.release(),
                                               is_faces ? wkbMultiPolygon : type_, nullptr));
  }
  std::string* wkb = row->mutable_wkb();
  wkb->resize(geometry->WkbSize());
  if (geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb->data()), wkbVariantIso) !=
      OGRERR_NONE) {
    return gdalError(grpc::StatusCode::FAILED_PRECONDITION, "INPUT_UNREADABLE",
                     "Feature " + std::to_string(row->id()) + " of " + name_ +
                         " has a geometry that cannot be written as WKB");
  }
  return true;
}

}  // namespace geotask::cli
