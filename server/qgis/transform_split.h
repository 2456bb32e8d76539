// SPDX-License-Identifier: GPL-2.0-or-later
//
// A row for each part of a multi-part geometry or collection, as `native:multiparttosingleparts`
// makes them.
#pragma once

#include "qgis/transform_step.h"

namespace geotask {

class TransformSplit : public TransformStep {
 public:
  // What becomes of a multi-part geometry without parts.
  enum class Empty { kNoRow, kPasses };
  explicit TransformSplit(Empty empty) : empty_(empty) {}

  // TransformStep
  absl::Status apply(TransformRow row, ChunkContext& context, Next next) const override;
  double predictedMicroseconds(const Feature& row) const override;

 private:
  const Empty empty_;
};

}  // namespace geotask
