// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a buffer job does to rows, before any uniting: each row's distance, its buffer, its way into
// the output CRS, its parts.
#pragma once

#include <qgscoordinatetransform.h>
#include <qgsgeometry.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/buffer_options.h"
#include "domain/features.h"
#include "domain/job_work.h"
#include "qgis/buffer_engine.h"
#include "qgis/chunk_output.h"
#include "qgis/metres_buffer.h"
#include "qgis/row_operation.h"

namespace geotask {

// Immutable once made; any thread.
class RowBuffer : public RowOperation {
 public:
  // INVALID_CRS when QGIS does not know one of the reference systems; errors of MetresBuffer. The engine
  // outlives it. Pool threads.
  static absl::StatusOr<RowBuffer> create(const BufferOptions& options, const Schema& input,
                                          const BufferEngine& engine);

  // Told while one row is worked on for long, that is in processes.
  using RowProgress = std::function<void(const Feature& row, const TreeWatch::Step& step)>;

  // RowOperation
  absl::Status apply(FeatureBatch rows, ChunkContext& context, FeatureBatch& out) const override;
  double predictedMicroseconds(const Feature& row) const override;

  // In words for people: "feature 12: group 3 of 10".
  static std::string place(const Feature& row, const TreeWatch::Step& step);

  // As apply(), with somebody who is told.
  absl::Status buffer(FeatureBatch rows, ChunkContext& context, FeatureBatch& out,
                      const RowProgress& progress) const;

  // The same for a dissolve: appends the WKB of the buffers alone, but for those that are empty or null. Takes
  // the rows' geometries.
  absl::Status buffer(FeatureBatch& rows, ChunkContext& context, std::vector<std::string>& out,
                      const RowProgress& progress) const;

  // Appends the row of a result, given as the WKB of plain polygons: transformed, in parts if so asked.
  // Errors of ChunkOutput; TRANSFORM_FAILED.
  absl::Status writePolygons(Feature row, std::string wkb, ChunkOutput& out) const;

 private:
  RowBuffer(const BufferOptions& options, std::optional<size_t> distance_field,
            std::optional<QgsCoordinateTransform> transform, std::optional<MetresBuffer> metres,
            const BufferEngine& engine);
  absl::StatusOr<double> distanceOf(const Feature& row) const;
  // What came of a row. Where QGIS was not needed it is the WKB of polygons.
  struct Buffered {
    std::string wkb;
    QgsGeometry geometry;  // If there is no WKB.
  };
  // These take the row's geometry.
  absl::StatusOr<Buffered> bufferRow(Feature& row, ChunkContext& context,
                                     const RowProgress& progress) const;
  absl::StatusOr<Buffered> bufferOf(Feature& row, double distance, const TreeWatch& watch) const;
  absl::StatusOr<QgsGeometry> bufferByQgis(const Feature& row, double distance,
                                           const TreeWatch& watch) const;
  // Buffers on both sides are multipolygons, as those of QGIS's algorithms.
  std::string asResult(std::string wkb) const;
  absl::Status write(Feature row, Buffered buffered, ChunkOutput& out) const;
  absl::Status toOutputCrs(const Feature& row, QgsGeometry& geometry) const;
  absl::StatusOr<std::string> toOutputCrs(const Feature& row, absl::string_view plain_wkb) const;

  BufferOptions options_;
  std::optional<size_t> distance_field_;
  std::optional<QgsCoordinateTransform> transform_;
  std::optional<MetresBuffer> metres_;  // With DistanceUnit::kMetres.
  const BufferEngine* engine_;
};

}  // namespace geotask
