// SPDX-License-Identifier: GPL-2.0-or-later
//
// Ports: what data the operator offers, and which coordinate reference systems there are.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/features.h"

namespace geotask {

enum class SourceKind { kFile, kFolder, kDatabase };

struct LayerInfo {
  std::string name;
  Schema schema;
  std::optional<uint64_t> feature_count;
};

struct RasterInfo {
  std::string name;  // Of its file.
  int width = 0;
  int height = 0;
  int bands = 0;
  std::string crs;  // An authority code or WKT2; empty for none.
};

struct SourceInfo {
  std::string name;
  SourceKind kind = SourceKind::kFile;
  std::vector<LayerInfo> layers;    // By name.
  std::vector<RasterInfo> rasters;  // By name.
  std::string error;                // Why it could not be read; empty when it could.
  absl::Time describe_time;
};

// Where QGIS finds a layer or raster.
struct LayerUri {
  std::string provider;  // "ogr"; empty: QGIS finds out.
  std::string uri;
};

class SourceCatalogue {
 public:
  virtual ~SourceCatalogue() = default;
  // What is on offer, as of late, by name. Any thread, at once: opens nothing.
  virtual std::shared_ptr<const std::vector<SourceInfo>> sources() const = 0;
  // For worker processes; nothing when no layer or raster of this name is on offer. Any thread, at once.
  virtual std::optional<LayerUri> locate(const std::string& source,
                                         const std::string& layer) const = 0;
};

class CrsRegistry {
 public:
  virtual ~CrsRegistry() = default;
  // Whether this is an authority code that is known or a WKT2 that can be read and names no grid
  // file, else INVALID_CRS; UNAVAILABLE CRS_DATABASE_UNREADABLE when that cannot be told. Any
  // thread.
  virtual absl::Status check(const std::string& crs) const = 0;
};

}  // namespace geotask
