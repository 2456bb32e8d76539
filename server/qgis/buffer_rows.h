// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a buffer job does to rows, before any uniting: each row's distance, its buffer, its way into
// the output CRS, its parts.
#pragma once

#include <qgscoordinatetransform.h>
#include <qgsgeometry.h>

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/buffer_options.h"
#include "domain/features.h"
#include "domain/job_work.h"
#include "qgis/metres_buffer.h"
#include "qgis/row_operation.h"

namespace geotask {

// Immutable once made; any thread.
class RowBuffer : public RowOperation {
 public:
  // INVALID_CRS when QGIS does not know one of the reference systems; errors of MetresBuffer. Pool
  // threads.
  static absl::StatusOr<RowBuffer> create(const BufferOptions& options, const Schema& input);

  // RowOperation
  absl::Status apply(const FeatureBatch& rows, ChunkContext& context,
                     FeatureBatch& out) const override;
  double predictedMicroseconds(const Feature& row) const override;

  // As apply(), for a dissolve: appends the buffers alone.
  absl::Status buffer(const FeatureBatch& rows, ChunkContext& context,
                      QVector<QgsGeometry>& out) const;

  // Appends the row of a whole result: transformed, in parts if so asked.
  absl::Status writeRow(const Feature& row, QgsGeometry geometry, FeatureBatch& out) const;

 private:
  RowBuffer(const BufferOptions& options, std::optional<size_t> distance_field,
            std::optional<QgsCoordinateTransform> transform, std::optional<MetresBuffer> metres);
  absl::StatusOr<double> distanceOf(const Feature& row) const;
  absl::StatusOr<QgsGeometry> bufferRow(const Feature& row, ChunkContext& context) const;

  BufferOptions options_;
  std::optional<size_t> distance_field_;
  std::optional<QgsCoordinateTransform> transform_;
  std::optional<MetresBuffer> metres_;  // With DistanceUnit::kMetres.
};

}  // namespace geotask
