// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/transform_step.h"

#include <utility>

#include "qgis/transform_buffer.h"
#include "qgis/transform_change.h"
#include "qgis/transform_split.h"

namespace geotask {

namespace {

bool takesPartsApart(const Transform::Operation& operation) {
  if (const auto* centroid = std::get_if<Transform::Centroid>(&operation)) {
    return centroid->all_parts;
  }
  const auto* point = std::get_if<Transform::PointOnSurface>(&operation);
  return point != nullptr && point->all_parts;
}

}  // namespace

absl::Status appendTransformSteps(const Transform::Operation& operation, const Schema& input,
                                  const BufferEngine& engine, TransformSteps& steps) {
  if (const auto* options = std::get_if<BufferOptions>(&operation)) {
    auto buffer = TransformBuffer::create(*options, input, engine);
    if (!buffer.ok()) return buffer.status();
    steps.push_back(*std::move(buffer));
    return absl::OkStatus();
  }
  if (std::holds_alternative<Transform::SingleParts>(operation)) {
    steps.push_back(std::make_unique<TransformSplit>(TransformSplit::Empty::kNoRow));
    return absl::OkStatus();
  }
  if (takesPartsApart(operation)) {
    steps.push_back(std::make_unique<TransformSplit>(TransformSplit::Empty::kPasses));
  }
  auto change = TransformChange::create(operation, input, engine);
  if (!change.ok()) return change.status();
  steps.push_back(*std::move(change));
  return absl::OkStatus();
}

}  // namespace geotask
