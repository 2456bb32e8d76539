// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/row_transform.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/chunk_output.h"
#include "qgis/geometry.h"

namespace geotask {

absl::StatusOr<RowTransform> RowTransform::create(const Transform& transform, const Schema& input,
                                                  const BufferEngine& engine) {
  RowTransform chain;
  Schema schema = input;
  for (size_t i = 0; i < transform.operations.size(); ++i) {
    const std::string place = absl::StrCat("spec.transform.operations[", i, "]");
    absl::Status status =
        appendTransformSteps(transform.operations[i], schema, engine, chain.steps_);
    if (!status.ok()) return atField(place, status);
    chain.fields_.resize(chain.steps_.size(), place);
    schema = operationOutputSchema(transform.operations[i], schema);
  }
  return chain;
}

absl::Status RowTransform::pass(size_t step, TransformRow row, ChunkContext& context,
                                TransformStep::Next write) const {
  if (step == steps_.size()) return write(std::move(row));
  if (context.cancelled()) return absl::OkStatus();
  // What a later step says has its place already.
  bool own = true;
  absl::Status status = steps_[step]->apply(std::move(row), context, [&](TransformRow changed) {
    absl::Status later = pass(step + 1, std::move(changed), context, write);
    own = later.ok();
    return later;
  });
  return status.ok() || !own ? status : atField(fields_[step], status);
}

absl::Status RowTransform::applyTo(Feature row, ChunkContext& context,
                                   TransformStep::Next write) const {
  absl::StatusOr<QgsGeometry> geometry = geometryFromWkb(row.wkb);
  if (!geometry.ok()) {
    return makeError(geometry.status().code(),
                     absl::StrCat("feature ", row.id, ": ", geometry.status().message()),
                     errorDetail(geometry.status()));
  }
  return pass(0, {row.id, *std::move(geometry), std::move(row.attributes)}, context, write);
}

absl::Status RowTransform::apply(FeatureBatch rows, ChunkContext& context,
                                 FeatureBatch& out) const {
  ChunkOutput output(out, "spec.transform.operations");
  const auto write = [&](TransformRow row) {
    return output.add({row.id, geometryToWkb(row.geometry), std::move(row.attributes)});
  };
  for (Feature& row : rows) {
    if (context.cancelled()) return absl::OkStatus();
    absl::Status status;
    auto quick = row.wkb ? steps_.front()->quickly(*row.wkb) : std::nullopt;
    if (!quick) {
      status = applyTo(std::move(row), context, write);
    } else if (steps_.size() == 1) {
      status = output.add({row.id, *std::move(quick), std::move(row.attributes)});
    } else {
      status = pass(1, {row.id, readWkb(*quick), std::move(row.attributes)}, context, write);
    }
    if (!status.ok()) return status;
    context.addFeaturesDone(1);
  }
  return absl::OkStatus();
}

double RowTransform::predictedMicroseconds(const Feature& row) const {
  // Reading and writing WKB.
  double microseconds = row.wkb ? 1 + static_cast<double>(row.wkb->size()) / 2000 : 0.5;
  for (const auto& step : steps_) microseconds += step->predictedMicroseconds(row);
  return microseconds;
}

}  // namespace geotask
