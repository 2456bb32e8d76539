// SPDX-License-Identifier: GPL-2.0-or-later
//
// An operation that makes of each geometry another, and perhaps some numbers: all but buffers and those
// that take parts apart.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "qgis/geometry_fit.h"
#include "qgis/geos_by_cost.h"
#include "qgis/transform_step.h"

namespace geotask {

// What comes of one geometry. `numbers` are as many as the operation adds fields, or none: all null.
struct Changed {
  QgsGeometry geometry;
  std::vector<double> numbers = {};
  std::string why_null = {};  // Where QGIS does not say it with lastError().
};

// Gets a geometry that is not null, perhaps an empty one. A null one back says that it could not be
// done. An error (TOO_MANY_VERTICES) ends the job; it names neither row nor field. Throws Stopped
// (domain/stop.h). Any thread.
using ChangeGeometry = std::function<absl::StatusOr<Changed>(QgsGeometry)>;

// The same of what GEOS may take long for. Errors also those of GeosByCost.
using ChangeByCost = std::function<absl::StatusOr<Changed>(QgsGeometry, const GeosByCost&)>;

// Without numbers.
absl::StatusOr<Changed> changedTo(absl::StatusOr<GeosByCost::Made> made);

class TransformChange : public TransformStep {
 public:
  // INVALID_CRS for a target that QGIS does not know. The engine outlives it.
  static absl::StatusOr<std::unique_ptr<TransformChange>> create(
      const Transform::Operation& operation, const Schema& input, const BufferEngine& engine);

  // TransformStep
  absl::Status apply(TransformRow row, ChunkContext& context, Next next) const override;
  std::optional<std::string> quickly(const std::string& wkb) const override;
  double predictedMicroseconds(const Feature& row) const override;

 private:
  // Of plain WKB (geos/wkb_parts.h) that is no point; nothing for an empty result.
  using Quick = std::optional<std::string> (*)(absl::string_view wkb);

  TransformChange(std::string name, ChangeByCost change, Quick quick, const Schema& output,
                  double nanoseconds_a_byte, const BufferEngine& engine);
  static Quick quickOf(const Transform::Operation& operation);
  void warn(const TransformRow& row, ChunkContext& context, const std::string& why) const;

  const std::string name_;
  const ChangeByCost change_;
  const Quick quick_;      // Or null.
  const size_t fields_;    // Of the rows that it gives.
  const GeometryFit fit_;  // To their type.
  const double nanoseconds_a_byte_;
  const BufferEngine& engine_;
};

}  // namespace geotask
