// SPDX-License-Identifier: GPL-2.0-or-later
//
// Sources and CRSs as a test draws them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/catalogue.h"
#include "domain/errors.h"

namespace geotask {

// Offers the source "world" with the layers "lakes" (MultiPolygon, fields name and depth), "rivers"
// (LineString) and "notes" (a table), and the source "gone", which cannot be read.
class FakeCatalogue : public SourceCatalogue {
 public:
  FakeCatalogue() {
    Schema lakes;
    lakes.fields = {{"name", FieldType::kString}, {"depth", FieldType::kDouble}};
    lakes.geometry_type = "MultiPolygon";
    lakes.crs = "EPSG:4326";
    Schema rivers = lakes;
    rivers.geometry_type = "LineString";
    Schema notes = lakes;
    notes.geometry_type = "NoGeometry";

    SourceInfo world;
    world.name = "world";
    world.layers = {{"lakes", lakes, 2}, {"notes", notes, 1}, {"rivers", rivers, 3}};
    SourceInfo gone;
    gone.name = "gone";
    gone.error = "no such file";
    sources_ = std::make_shared<const std::vector<SourceInfo>>(
        std::vector<SourceInfo>{std::move(gone), std::move(world)});
  }
  std::shared_ptr<const std::vector<SourceInfo>> sources() const override { return sources_; }
  std::optional<LayerUri> locate(const std::string& source,
                                 const std::string& layer) const override {
    if (source != "world" || (layer != "lakes" && layer != "rivers" && layer != "notes"))
      return std::nullopt;
    return LayerUri{"ogr", "/data/world.gpkg|layername=" + layer};
  }

 private:
  std::shared_ptr<const std::vector<SourceInfo>> sources_;
};

// Knows authority codes of EPSG and nothing else.
class FakeCrsRegistry : public CrsRegistry {
 public:
  absl::Status check(const std::string& crs) const override {
    if (crs.rfind("EPSG:", 0) == 0) return absl::OkStatus();
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_CRS", "", crs, "an authority code", "Give one."});
  }
};

}  // namespace geotask
