// SPDX-License-Identifier: GPL-2.0-or-later
//
// One operation of a chain, ready to be applied to rows. What it gives goes straight to the next, row
// by row, so nothing is held between them.
#pragma once

#include <qgsgeometry.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/job_work.h"
#include "domain/transform.h"

namespace geotask {

class BufferEngine;

// A row on its way through a chain.
struct TransformRow {
  int64_t id = 0;
  QgsGeometry geometry;
  std::vector<Value> attributes;
};

// Immutable once made; any thread.
class TransformStep {
 public:
  using Next = absl::FunctionRef<absl::Status(TransformRow)>;

  virtual ~TransformStep() = default;

  // Calls `next` with each row that comes of this one, in order, and gives back its first error. Errors
  // of its own name the row by its feature id and a field from the operation's place on. What cannot be
  // done is a null geometry and a warning.
  virtual absl::Status apply(TransformRow row, ChunkContext& context, Next next) const = 0;

  // What apply() would make of a row with this WKB, where GEOS can be asked without QGIS in between;
  // nothing where it cannot, and apply() is to be called.
  virtual std::optional<std::string> quickly(const std::string&) const { return std::nullopt; }

  // As RowOperation says, for what comes of this row of the chain's input.
  virtual double predictedMicroseconds(const Feature& row) const = 0;
};

using TransformSteps = std::vector<std::unique_ptr<const TransformStep>>;

// Appends what does one operation to rows of such a schema, which both have passed the domain's
// checks. INVALID_CRS when QGIS does not know a reference system; errors of RowBuffer::create(). The
// engine outlives them. Pool threads.
absl::Status appendTransformSteps(const Transform::Operation& operation, const Schema& input,
                                  const BufferEngine& engine, TransformSteps& steps);

}  // namespace geotask
