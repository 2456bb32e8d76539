// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/transform_change.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/wkb.h"
#include "geos/centroid.h"
#include "geos/interrupt.h"
#include "geos/point_buffer.h"
#include "geos/wkb_parts.h"
#include "qgis/geometry.h"
#include "qgis/transform_calls.h"

namespace geotask {

namespace {

// Geometries of so many vertices may take long: those in work end when their job is cancelled.
constexpr int kManyVertices = 1000;
constexpr absl::Duration kMostAfterCancel = absl::Milliseconds(100);

// What an operation takes for a byte of WKB: decides how rows are cut into chunks, and no more. Measured by
// tests/bench/fit_operations.cpp on states_provinces and countries: the median row is predicted within a
// factor of two (bounding boxes: 2.5).
struct NanosecondsAByte {
  template <typename Cheap>
  double operator()(const Cheap&) const {
    return 1.5;
  }
  double operator()(const Transform::PointOnSurface&) const { return 2; }
  double operator()(const Transform::ConvexHull&) const { return 14; }
  double operator()(const Transform::MakeValid&) const { return 22; }
  double operator()(const Transform::Simplify&) const { return 46; }
  double operator()(const Transform::Reproject&) const { return 7; }
  double operator()(const Transform::OrientedMinimumBoundingBox&) const { return 15; }
  double operator()(const Transform::MinimumEnclosingCircle& o) const {
    return 15 + 0.1 * o.segments;
  }
  double operator()(const Transform::DensifyByCount& o) const { return 2.2 * (1 + o.vertices); }
  // How many vertices come of it cannot be told from the bytes: much, so that chunks stay small.
  double operator()(const Transform::DensifyByDistance&) const { return 200; }
  double operator()(const Transform::Smooth& o) const { return 4.5 * (1 << o.iterations); }
  double operator()(const Transform::MergeLines&) const { return 5; }
  double operator()(const Transform::Rotate&) const { return 4; }
};

std::string typeName(const QgsGeometry& geometry) {
  return QgsWkbTypes::displayString(geometry.wkbType()).toStdString();
}

ChangeByCost byCost(ChangeByCost change) { return change; }
ChangeByCost byCost(ChangeGeometry change) {
  return [change = std::move(change)](QgsGeometry geometry, const GeosByCost&) {
    return change(std::move(geometry));
  };
}

absl::StatusOr<ChangeByCost> callsOf(const Transform::Operation& operation, const Schema& input) {
  return std::visit(
      [&input](const auto& chosen) -> absl::StatusOr<ChangeByCost> {
        using Chosen = std::decay_t<decltype(chosen)>;
        if constexpr (std::is_same_v<Chosen, Transform::Reproject>) {
          absl::StatusOr<ChangeGeometry> change = reprojection(chosen, input.crs);
          if (!change.ok()) return change.status();
          return byCost(*std::move(change));
        } else if constexpr (std::is_same_v<Chosen, std::monostate> ||
                             std::is_same_v<Chosen, BufferOptions> ||
                             std::is_same_v<Chosen, Transform::SingleParts>) {
          return absl::InternalError("this operation does not change geometries one by one");
        } else {
          return byCost(changeOf(chosen));
        }
      },
      operation);
}

}  // namespace

absl::StatusOr<Changed> changedTo(absl::StatusOr<GeosByCost::Made> made) {
  if (!made.ok()) return made.status();
  return Changed{std::move(made->geometry), {}, std::move(made->error)};
}

TransformChange::TransformChange(std::string name, ChangeByCost change, Quick quick,
                                 const Schema& output, double nanoseconds_a_byte,
                                 const BufferEngine& engine)
    : name_(std::move(name)),
      change_(std::move(change)),
      quick_(quick),
      fields_(output.fields.size()),
      fit_(output.geometry_type),
      nanoseconds_a_byte_(nanoseconds_a_byte),
      engine_(engine) {}

absl::StatusOr<std::unique_ptr<TransformChange>> TransformChange::create(
    const Transform::Operation& operation, const Schema& input, const BufferEngine& engine) {
  auto change = callsOf(operation, input);
  if (!change.ok()) return atField(operationName(operation), change.status());
  return std::unique_ptr<TransformChange>(new TransformChange(
      operationName(operation), *std::move(change), quickOf(operation),
      operationOutputSchema(operation, input), std::visit(NanosecondsAByte(), operation), engine));
}

TransformChange::Quick TransformChange::quickOf(const Transform::Operation& operation) {
  const auto* centroid = std::get_if<Transform::Centroid>(&operation);
  return centroid != nullptr && !centroid->all_parts ? centroidWkb : nullptr;
}

std::optional<std::string> TransformChange::quickly(const std::string& wkb) const {
  if (quick_ == nullptr) return std::nullopt;
  return isPlainWkb(wkb, kMaxCoordinate) && !isPoint(wkb) ? quick_(wkb) : std::nullopt;
}

void TransformChange::warn(const TransformRow& row, ChunkContext& context,
                           const std::string& why) const {
  context.log(Severity::kWarning, "Processing",
              absl::StrCat("No ", name_, " for feature ", row.id, why.empty() ? "" : ": ", why));
}

absl::Status TransformChange::apply(TransformRow row, ChunkContext& context, Next next) const {
  if (!row.geometry.isNull()) {
    const bool was_empty = row.geometry.isEmpty();
    std::optional<OverrunGuard> guard;
    if (row.geometry.constGet()->nCoordinates() >= kManyVertices) {
      guard.emplace(kMostAfterCancel, [&context] { return context.cancelled(); });
    }
    TreeWatch watch;
    watch.cancelled = [&context] { return context.cancelled(); };
    absl::StatusOr<Changed> changed = change_(std::move(row.geometry), GeosByCost(engine_, watch));
    const bool cancelled = (guard && guard->overran()) || absl::IsCancelled(changed.status());
    if (cancelled) return absl::OkStatus();  // Nobody waits for it.
    guard.reset();
    if (!changed.ok()) {
      ErrorDetail detail = errorDetail(changed.status());
      detail.field = name_;
      return makeError(changed.status().code(),
                       absl::StrCat("feature ", row.id, ": ", changed.status().message()),
                       std::move(detail));
    }
    for (const double number : changed->numbers) row.attributes.emplace_back(number);
    std::string why = changed->why_null;
    if (changed->geometry.isNull() && why.empty()) {
      why = changed->geometry.lastError().toStdString();
    } else if (!fit_.fit(changed->geometry)) {
      why = absl::StrCat("it would be a ", typeName(changed->geometry));
      changed->geometry = QgsGeometry();
    } else if (!isWithinBounds(changed->geometry)) {
      why = "its coordinates would lie beyond 1e30";
      changed->geometry = QgsGeometry();
    }
    row.geometry = std::move(changed->geometry);
    if (row.geometry.isNull() && !was_empty) warn(row, context, why);
  }
  row.attributes.resize(fields_);
  return next(std::move(row));
}

double TransformChange::predictedMicroseconds(const Feature& row) const {
  if (!row.wkb) return 0;
  return 1 + nanoseconds_a_byte_ * static_cast<double>(row.wkb->size()) / 1000;
}

}  // namespace geotask
