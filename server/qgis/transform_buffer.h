// SPDX-License-Identifier: GPL-2.0-or-later
//
// A buffer as one operation of a chain: what a buffer job does to a row.
#pragma once

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "qgis/buffer_rows.h"
#include "qgis/transform_step.h"

namespace geotask {

class TransformBuffer : public TransformStep {
 public:
  // Errors of RowBuffer::create().
  static absl::StatusOr<std::unique_ptr<TransformBuffer>> create(const BufferOptions& options,
                                                                 const Schema& input,
                                                                 const BufferEngine& engine);

  // TransformStep
  absl::Status apply(TransformRow row, ChunkContext& context, Next next) const override;
  double predictedMicroseconds(const Feature& row) const override;

 private:
  explicit TransformBuffer(RowBuffer buffer) : buffer_(std::move(buffer)) {}

  const RowBuffer buffer_;
};

}  // namespace geotask
