// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/output.h"

#include <cpl_string.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "cli/gdal_session.h"
#include "cli/ogr_schema.h"
#include "cli/ogr_values.h"
#include "cli/output_format.h"

namespace geotask::cli {
namespace {

namespace fs = std::filesystem;
using client::Result;

// `wanted`, with underscores until no field has that name.
std::string freeName(std::string wanted, const v1::Schema& schema) {
  bool taken = true;
  while (taken) {
    taken = false;
    for (const v1::Field& field : schema.fields()) {
      taken = taken || strcasecmp(field.name().c_str(), wanted.c_str()) == 0;
    }
    if (taken) wanted += "_";
  }
  return wanted;
}

client::Error folderError(const fs::path& folder, int code) {
  return client::localError(
      grpc::StatusCode::FAILED_PRECONDITION, "OUTPUT_FAILED",
      "Nothing can be written to " + folder.string() + ": " + std::strerror(code) + ".",
      "Give a folder that exists and is yours.");
}

}  // namespace

Output::Output(OutputOptions options, GDALDriver* driver)
    : options_(std::move(options)), driver_(driver) {}

Output::~Output() { discard(); }

void Output::discard() {
  layer_ = nullptr;
  dataset_.reset();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
  folder_.clear();
}

std::string Output::name() const {
  return options_.file == "-" ? "standard output" : options_.file;
}

bool Output::isDriver(const char* name) const { return EQUAL(driver_->GetDescription(), name); }

client::Error Output::failure(const std::string& what) const {
  return gdalError(grpc::StatusCode::FAILED_PRECONDITION, "OUTPUT_FAILED", what);
}

Result<std::unique_ptr<Output>> Output::create(OutputOptions options) {
  startGdal();
  const Result<GDALDriver*> driver = driverFor(options.file);
  if (!driver.ok()) return driver.error();
  std::unique_ptr<Output> output(new Output(std::move(options), *driver));
  const std::string& file = output->options_.file;
  if (file == "-") return output;
  if (fs::exists(file) && !output->options_.overwrite) {
    return client::localError(grpc::StatusCode::ALREADY_EXISTS, "OUTPUT_EXISTS", file + " exists.",
                              "Give --overwrite to replace it.");
  }
  const fs::path parent = fs::absolute(file).parent_path();
  if (access((parent / ".").c_str(), W_OK | X_OK) != 0) return folderError(parent, errno);
  return output;
}

Result<void> Output::makeFolder() {
  const fs::path parent = fs::absolute(options_.file).parent_path();
  std::string folder = (parent / ".geotask-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return folderError(parent, errno);
  folder_ = folder;
  return {};
}

Result<void> Output::begin(const v1::Schema& schema) {
  schema_ = schema;
  return {};
}

bool Output::sharesFid(const v1::Feature* first) const {
  if (options_.ids_repeat || first == nullptr) return false;
  for (int i = 0; i < schema_.fields_size() && i < first->attributes_size(); ++i) {
    if (strcasecmp(schema_.fields(i).name().c_str(), "fid") != 0) continue;
    return first->attributes(i).has_integer_value() &&
           first->attributes(i).integer_value() == first->id();
  }
  return false;
}

Result<void> Output::createLayer(const v1::Feature* first) {
  if (options_.file != "-") {
    const Result<void> made = makeFolder();
    if (!made.ok()) return made.error();
  }
  const std::string path = options_.file == "-"
                               ? "/vsistdout/"
                               : (fs::path(folder_) / fs::path(options_.file).filename()).string();
  CPLErrorReset();
  dataset_.reset(driver_->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset_) return failure(name() + " cannot be created");
  CPLStringList layer_options;
  if (isDriver("GPKG")) {
    layer_options.SetNameValue("GEOMETRY_NAME", freeName("geom", schema_).c_str());
    const bool shared = sharesFid(first);
    layer_options.SetNameValue("FID", shared ? "fid" : freeName("fid", schema_).c_str());
  } else if (isDriver("CSV")) {
    layer_options.SetNameValue("GEOMETRY", "AS_WKT");
    layer_options.SetNameValue("GEOMETRY_NAME", freeName("WKT", schema_).c_str());
  } else if (isDriver("GeoJSON")) {
    layer_options.SetNameValue("COORDINATE_PRECISION", "15");
    if (options_.file == "-") layer_options.SetNameValue("RFC7946", "YES");
  } else if (isDriver("ESRI Shapefile")) {
    layer_options.SetNameValue("ENCODING", "UTF-8");
  }
  const Result<CrsPtr> crs = crsOf(schema_.crs());
  if (!crs.ok()) return crs.error();
  const std::string layer =
      options_.layer.empty() ? fs::path(options_.file).stem().string() : options_.layer;
  layer_ = dataset_->CreateLayer(options_.file == "-" ? "result" : layer.c_str(), crs->get(),
                                 geometryTypeOf(schema_.geometry_type()), layer_options.List());
  if (layer_ == nullptr) return failure("The layer cannot be made in " + name());
  in_transaction_ =
      dataset_->TestCapability(ODsCTransactions) && dataset_->StartTransaction() == OGRERR_NONE;
  return createFields();
}

Result<void> Output::createFields() {
  for (const v1::Field& field : schema_.fields()) {
    const int before = layer_->GetLayerDefn()->GetFieldCount();
    const std::unique_ptr<OGRFieldDefn> definition = fieldFor(field, *driver_);
    if (layer_->CreateField(definition.get()) != OGRERR_NONE) {
      return failure("The field " + field.name() + " cannot be made in " + name());
    }
    // Formats that know a field already do not add it.
    const bool added = layer_->GetLayerDefn()->GetFieldCount() > before;
    fields_.push_back(added ? before : layer_->GetLayerDefn()->GetFieldIndex(field.name().c_str()));
  }
  return {};
}

Result<void> Output::add(const v1::Feature& row) {
  if (layer_ == nullptr) {
    Result<void> created = createLayer(&row);
    if (!created.ok()) return created;
  }
  OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
  const bool may_repeat = isDriver("GeoJSON") || isDriver("GeoJSONSeq");
  if (!options_.ids_repeat || may_repeat) feature->SetFID(row.id());
  const size_t count = std::min<size_t>(fields_.size(), static_cast<size_t>(row.attributes_size()));
  for (size_t i = 0; i < count; ++i) {
    if (fields_[i] < 0) continue;
    const v1::Value& value = row.attributes(static_cast<int>(i));
    if (!setValue(*feature, fields_[i], value)) {
      return client::localError(grpc::StatusCode::DATA_LOSS, "INVALID_VALUE",
                                "\"" + value.string_value() + "\" in field " +
                                    schema_.fields(static_cast<int>(i)).name() + " of feature " +
                                    std::to_string(row.id()) + " is no date or time.");
    }
  }
  if (row.has_wkb() && layer_->GetLayerDefn()->GetGeomFieldCount() > 0) {
    OGRGeometry* geometry = nullptr;
    if (OGRGeometryFactory::createFromWkb(row.wkb().data(), nullptr, &geometry, row.wkb().size()) !=
        OGRERR_NONE) {
      return failure("The geometry of feature " + std::to_string(row.id()) + " cannot be read");
    }
    geometry->assignSpatialReference(layer_->GetSpatialRef());
    feature->SetGeometryDirectly(geometry);
  }
  ++rows_;
  // FlatGeobuf has no place for rows without geometry: it passes over them, or (GDAL 3.10) fails.
  if (isDriver("FlatGeobuf") && !row.has_wkb()) return {};
  if (layer_->CreateFeature(feature.get()) != OGRERR_NONE) {
    if (options_.file == "-") return failure(name() + " cannot be written");
    return failure("Feature " + std::to_string(row.id()) + " cannot be written to " + name());
  }
  return {};
}

Result<void> Output::finish() {
  if (layer_ == nullptr) {
    Result<void> created = createLayer(nullptr);
    if (!created.ok()) return created;
  }
  if (isDriver("FlatGeobuf")) {
    left_out_ = rows_ - std::min(rows_, static_cast<uint64_t>(layer_->GetFeatureCount()));
  }
  CPLErrorReset();
  const bool committed = !in_transaction_ || dataset_->CommitTransaction() == OGRERR_NONE;
  dataset_.reset();
  if (!committed || CPLGetLastErrorType() >= CE_Failure) {
    return failure(name() + (options_.file == "-" ? " cannot be written" : " cannot be completed"));
  }
  if (options_.file != "-") return moveIntoPlace();
  // GDAL does not say when standard output takes no more.
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return {};
  return client::localError(grpc::StatusCode::FAILED_PRECONDITION, "OUTPUT_FAILED",
                            name() + " cannot be written: " + std::strerror(errno) + ".");
}

Result<void> Output::moveIntoPlace() {
  const fs::path target = fs::absolute(options_.file);
  std::error_code error;
  // Indexes beside an older file would not fit the new one.
  for (const char* stale : {".qix", ".sbn", ".sbx", "-wal", "-shm"}) {
    const bool is_index = stale[0] == '.';
    if (is_index != isDriver("ESRI Shapefile")) continue;
    fs::path path =
        is_index ? fs::path(target).replace_extension(stale) : fs::path(target.string() + stale);
    fs::remove(path, error);
  }
  // The file itself last: when it is there, all that belongs to it is.
  std::vector<fs::path> made;
  for (const auto& entry : fs::directory_iterator(folder_, error)) made.push_back(entry.path());
  std::sort(made.begin(), made.end(), [&](const fs::path& a, const fs::path& b) {
    return (a.filename() == target.filename()) < (b.filename() == target.filename());
  });
  for (const fs::path& path : made) {
    if (!error) fs::rename(path, target.parent_path() / path.filename(), error);
  }
  if (!error) return {};
  return client::localError(grpc::StatusCode::FAILED_PRECONDITION, "OUTPUT_FAILED",
                            name() + " cannot be put in its place: " + error.message() + ".");
}

}  // namespace geotask::cli
