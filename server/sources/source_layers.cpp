// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/source_layers.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "sources/gdal.h"
#include "sources/layer_schema.h"

namespace geotask {

namespace fs = std::filesystem;

namespace {

bool isDataFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) && path.extension() == ".gdb";
}

// The entries of a folder that may be data, by name.
std::vector<fs::path> folderEntries(const std::string& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; it != end && !error; it.increment(error)) {
    const fs::directory_entry& entry = *it;
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (name.empty() || name.front() == '.') continue;
    if (entry.is_regular_file(ignored) || isDataFolder(entry.path()))
      entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

LayerInfo describeLayer(OGRLayerH layer, std::string name) {
  LayerInfo info;
  info.name = std::move(name);
  info.schema = layerSchema(layer);
  const GIntBig count = OGR_L_GetFeatureCount(layer, TRUE);
  if (count >= 0) info.feature_count = static_cast<uint64_t>(count);
  return info;
}

// Adds the layers of one data set, named by `nameOf`.
void addLayers(GDALDatasetH dataset, const std::string& location,
               const std::function<std::string(const std::string&)>& nameOf,
               SourceDescription& description) {
  for (int i = 0; i < GDALDatasetGetLayerCount(dataset); ++i) {
    OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
    if (GDALDatasetIsLayerPrivate(dataset, i) != 0) continue;
    const std::string own_name = OGR_L_GetName(layer);
    const std::string name = nameOf(own_name);
    if (!description.places.emplace(name, LayerPlace{location, own_name}).second) continue;
    description.info.layers.push_back(describeLayer(layer, name));
  }
}

// What GDAL keeps beside a raster: overviews and masks, which it opens as rasters too.
bool belongsToARaster(const fs::path& file) {
  const std::string end = absl::AsciiStrToLower(file.extension().string());
  return end == ".ovr" || end == ".msk" || end == ".aux";
}

// Adds what the file holds when that is one raster.
void addRaster(const fs::path& file, SourceDescription& description) {
  if (belongsToARaster(file)) return;
  const GdalComplaints quiet;
  const Dataset dataset = openRaster(file.string());
  if (dataset == nullptr || GDALGetRasterCount(dataset.get()) == 0) return;
  RasterInfo raster;
  raster.name = file.filename().string();
  raster.width = GDALGetRasterXSize(dataset.get());
  raster.height = GDALGetRasterYSize(dataset.get());
  raster.bands = GDALGetRasterCount(dataset.get());
  raster.crs = crsText(GDALGetSpatialRef(dataset.get()));
  if (!description.rasters.emplace(raster.name, file.string()).second) return;
  description.info.rasters.push_back(std::move(raster));
}

void describeFolder(const SourceConfig& config, SourceDescription& description) {
  for (const fs::path& entry : folderEntries(config.location)) {
    addRaster(entry, description);
    const GdalComplaints quiet;  // A folder may hold anything; what is not data is passed over.
    const Dataset dataset = openVector(entry.string());
    if (dataset == nullptr) continue;
    const std::string stem = entry.stem().string();
    const bool single = GDALDatasetGetLayerCount(dataset.get()) == 1;
    addLayers(
        dataset.get(), entry.string(),
        [&](const std::string& layer) { return single ? stem : stem + "/" + layer; }, description);
  }
}

}  // namespace

SourceKind sourceKind(const SourceConfig& config) {
  std::error_code error;
  const fs::path path(config.location);
  if (fs::is_directory(path, error) && !isDataFolder(path)) return SourceKind::kFolder;
  return fs::exists(path, error) ? SourceKind::kFile : SourceKind::kDatabase;
}

SourceDescription describeSource(const SourceConfig& config, absl::Time now) {
  SourceDescription description;
  description.info.name = config.name;
  description.info.kind = sourceKind(config);
  description.info.describe_time = now;
  if (description.info.kind == SourceKind::kFolder) {
    describeFolder(config, description);
  } else {
    if (description.info.kind == SourceKind::kFile) addRaster(config.location, description);
    const GdalComplaints complaints;
    const Dataset dataset = openVector(config.location);
    if (dataset == nullptr && !description.rasters.empty()) return description;
    if (dataset == nullptr) {
      description.info.error =
          "the source cannot be opened; its operator finds the reason in the log";
      description.operator_error = complaints.text();
      return description;
    }
    addLayers(
        dataset.get(), config.location, [](const std::string& layer) { return layer; },
        description);
  }
  auto& layers = description.info.layers;
  std::sort(layers.begin(), layers.end(),
            [](const LayerInfo& a, const LayerInfo& b) { return a.name < b.name; });
  return description;
}

uint64_t sourceFingerprint(const SourceConfig& config) {
  const SourceKind kind = sourceKind(config);
  if (kind == SourceKind::kDatabase) return 0;
  std::string facts;
  const auto add = [&facts](const fs::path& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error).time_since_epoch().count();
    const auto size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
    absl::StrAppend(&facts, path.string(), "|", time, "|", size, "\n");
  };
  if (kind == SourceKind::kFile) {
    add(config.location);
  } else {
    for (const fs::path& entry : folderEntries(config.location)) add(entry);
  }
  return std::max<uint64_t>(1, std::hash<std::string>{}(facts));
}

}  // namespace geotask
