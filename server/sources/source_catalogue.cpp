// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/source_catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

GdalSourceCatalogue::GdalSourceCatalogue(std::vector<SourceConfig> configs, const Options& options,
                                         const Clock& clock, Observer observer)
    : options_(options), clock_(clock), observer_(std::move(observer)) {
  std::sort(configs.begin(), configs.end(),
            [](const SourceConfig& a, const SourceConfig& b) { return a.name < b.name; });
  for (SourceConfig& config : configs) {
    Entry entry;
    entry.config = std::move(config);
    describe(entry, sourceFingerprint(entry.config));
    entries_.push_back(std::move(entry));
  }
  publish();
  thread_ = std::thread([this] { keepLooking(); });
}

GdalSourceCatalogue::~GdalSourceCatalogue() {
  {
    MutexLock lock(mutex_);
    stop_ = true;
  }
  stop_changed_.notifyAll();
  thread_.join();
}

std::shared_ptr<const std::vector<SourceInfo>> GdalSourceCatalogue::sources() const {
  MutexLock lock(mutex_);
  return infos_;
}

absl::StatusOr<std::unique_ptr<FeatureReader>> GdalSourceCatalogue::open(
    const std::string& source, const std::string& layer) const {
  const std::string name = absl::StrCat("data:", source, "/", layer);
  const std::optional<LayerPlace> place = find(source, layer);
  if (!place) {
    return makeError(absl::StatusCode::kInternal, name + " is no longer on offer",
                     {"INPUT_UNREADABLE", "spec.input.layer", name, "",
                      "GetServerInfo lists what is on offer."});
  }
  return openLayer(place->location, place->layer, name, observer_.unreadable);
}

std::optional<LayerUri> GdalSourceCatalogue::locate(const std::string& source,
                                                    const std::string& layer) const {
  const std::optional<LayerPlace> place = find(source, layer);
  if (!place) {
    const std::optional<std::string> raster = findRaster(source, layer);
    if (!raster) return std::nullopt;
    return LayerUri{"", *raster};
  }
  return LayerUri{"ogr", absl::StrCat(place->location, "|layername=", place->layer)};
}

std::optional<LayerPlace> GdalSourceCatalogue::find(const std::string& source,
                                                    const std::string& layer) const {
  MutexLock lock(mutex_);
  const auto places = places_.find(source);
  if (places == places_.end()) return std::nullopt;
  const auto found = places->second.find(layer);
  if (found == places->second.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> GdalSourceCatalogue::findRaster(const std::string& source,
                                                           const std::string& name) const {
  MutexLock lock(mutex_);
  const auto rasters = rasters_.find(source);
  if (rasters == rasters_.end()) return std::nullopt;
  const auto found = rasters->second.find(name);
  if (found == rasters->second.end()) return std::nullopt;
  return found->second;
}

bool GdalSourceCatalogue::needsLook(const Entry& entry, uint64_t fingerprint) const {
  if (entry.description.info.kind == SourceKind::kDatabase) {
    return clock_.elapsed() - entry.described_at >= absl::FromChrono(options_.look_at_databases);
  }
  return fingerprint != entry.fingerprint;
}

void GdalSourceCatalogue::describe(Entry& entry, uint64_t fingerprint) {
  entry.description = describeSource(entry.config, clock_.now());
  entry.fingerprint = fingerprint;
  entry.described_at = clock_.elapsed();
  observer_.described(entry.description);
}

void GdalSourceCatalogue::publish() {
  auto infos = std::make_shared<std::vector<SourceInfo>>();
  std::map<std::string, std::map<std::string, LayerPlace>> places;
  std::map<std::string, std::map<std::string, std::string>> rasters;
  for (const Entry& entry : entries_) {
    infos->push_back(entry.description.info);
    places[entry.config.name] = entry.description.places;
    rasters[entry.config.name] = entry.description.rasters;
  }
  MutexLock lock(mutex_);
  infos_ = std::move(infos);
  places_ = std::move(places);
  rasters_ = std::move(rasters);
}

void GdalSourceCatalogue::keepLooking() {
  for (;;) {
    {
      MutexLock lock(mutex_);
      if (!stop_) stop_changed_.waitFor(mutex_, options_.look_at_files);
      if (stop_) return;
    }
    bool changed = false;
    for (Entry& entry : entries_) {
      const uint64_t fingerprint = sourceFingerprint(entry.config);
      if (!needsLook(entry, fingerprint)) continue;
      describe(entry, fingerprint);
      changed = true;
    }
    if (changed) publish();
  }
}

}  // namespace geotask
