// SPDX-License-Identifier: GPL-2.0-or-later
//
// A chain of operations on rows, as geotask.v1.Transform describes it: each row goes through all of
// them before the next begins, and is a QgsGeometry all the way.
//
//     auto chain = RowTransform::create(transform, input);
//     if (!chain.ok()) return chain.status();
//     absl::Status status = chain->apply(std::move(rows), context, out);
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/transform.h"
#include "qgis/row_operation.h"
#include "qgis/transform_step.h"

namespace geotask {

// Immutable once made; any thread.
class RowTransform : public RowOperation {
 public:
  // For a chain and an input that have passed the domain's checks. INVALID_CRS when QGIS does not know
  // one of the reference systems. The engine outlives it. Pool threads.
  static absl::StatusOr<RowTransform> create(const Transform& transform, const Schema& input,
                                             const BufferEngine& engine);

  // RowOperation. Errors, INVALID_GEOMETRY for a row that QGIS cannot read and TOO_MANY_VERTICES,
  // name the row and, from "spec." on, the operation; those of ChunkOutput.
  absl::Status apply(FeatureBatch rows, ChunkContext& context, FeatureBatch& out) const override;
  double predictedMicroseconds(const Feature& row) const override;

 private:
  RowTransform() = default;
  absl::Status applyTo(Feature row, ChunkContext& context, TransformStep::Next write) const;
  absl::Status pass(size_t step, TransformRow row, ChunkContext& context,
                    TransformStep::Next write) const;

  TransformSteps steps_;
  std::vector<std::string> fields_;  // By step: the place of its operation.
};

}  // namespace geotask
