// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/transform.h"

#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/wkb.h"

namespace geotask {

namespace {

// By place in the variant.
constexpr std::array<const char*, std::variant_size_v<Transform::Operation>> kNames = {
    "",
    "buffer",
    "centroid",
    "point_on_surface",
    "simplify",
    "convex_hull",
    "make_valid",
    "reproject",
    "bounding_box",
    "oriented_minimum_bounding_box",
    "minimum_enclosing_circle",
    "densify_by_count",
    "densify_by_distance",
    "smooth",
    "boundary",
    "delete_holes",
    "remove_duplicate_vertices",
    "snap_to_grid",
    "force_right_hand_rule",
    "merge_lines",
    "reverse_line_direction",
    "promote_to_multi",
    "single_parts",
    "drop_z_m",
    "swap_xy",
    "translate",
    "rotate"};

// What QGIS's algorithms accept.
constexpr double kLongestDistance = 1e7;
constexpr int kMostNewVertices = 10'000'000;

absl::Status invalid(ErrorDetail detail) {
  return makeError(absl::StatusCode::kInvalidArgument, std::move(detail));
}

// Checks the numbers of one operation; fields are named from the operation's own on.
struct NumberCheck {
  using Ok = absl::Status;

  // Whole numbers are told in full, where 1e+07 would be told of others.
  template <typename Number>
  static absl::Status within(const char* field, Number given, std::common_type_t<Number> least,
                             std::common_type_t<Number> most) {
    if (given >= least && given <= most) return absl::OkStatus();
    return invalid({"OUT_OF_RANGE", field, absl::StrCat(given), absl::StrCat(least, " to ", most)});
  }

  template <typename WithoutNumbers>
  absl::Status operator()(const WithoutNumbers&) const {
    return absl::OkStatus();
  }

  absl::Status operator()(const BufferOptions& o) const {
    // Names its fields itself.
    absl::Status status = checkBufferOptions(o);
    if (!status.ok() || !o.dissolve) return status;
    return invalid({"CONFLICTING_FIELDS", "buffer.dissolve", "true",
                    "nothing: each row of a chain is done by itself",
                    "Leave it out, or submit a buffer job."});
  }
  absl::Status operator()(const Transform::Simplify& o) const {
    return within("simplify.tolerance", o.tolerance, 0, kLongestDistance);
  }
  absl::Status operator()(const Transform::Reproject& o) const {
    if (!o.target_crs.empty()) return absl::OkStatus();
    return invalid({"MISSING_FIELD", "reproject.target_crs", "", "an authority code or WKT2",
                    "Say which CRS the rows are to have."});
  }
  absl::Status operator()(const Transform::MinimumEnclosingCircle& o) const {
    return within("minimum_enclosing_circle.segments", o.segments, 8, 100'000);
  }
  absl::Status operator()(const Transform::DensifyByCount& o) const {
    return within("densify_by_count.vertices", o.vertices, 1, kMostNewVertices);
  }
  absl::Status operator()(const Transform::DensifyByDistance& o) const {
    if (o.interval > 0 && o.interval <= kLongestDistance) return absl::OkStatus();
    return invalid({"OUT_OF_RANGE", "densify_by_distance.interval", absl::StrCat(o.interval),
                    "above 0, up to 1e7"});
  }
  absl::Status operator()(const Transform::Smooth& o) const {
    absl::Status status = within("smooth.iterations", o.iterations, 1, 10);
    if (status.ok()) status = within("smooth.offset", o.offset, 0, 0.5);
    if (status.ok()) status = within("smooth.max_angle", o.max_angle, 0, 180);
    return status;
  }
  absl::Status operator()(const Transform::DeleteHoles& o) const {
    return within("delete_holes.min_area", o.min_area, 0, kMaxCoordinate);
  }
  absl::Status operator()(const Transform::RemoveDuplicateVertices& o) const {
    return within("remove_duplicate_vertices.tolerance", o.tolerance, 0, kLongestDistance);
  }
  absl::Status operator()(const Transform::SnapToGrid& o) const {
    absl::Status status = within("snap_to_grid.x_spacing", o.x_spacing, 0, kMaxCoordinate);
    if (status.ok()) status = within("snap_to_grid.y_spacing", o.y_spacing, 0, kMaxCoordinate);
    if (status.ok()) status = within("snap_to_grid.z_spacing", o.z_spacing, 0, kMaxCoordinate);
    if (status.ok()) status = within("snap_to_grid.m_spacing", o.m_spacing, 0, kMaxCoordinate);
    return status;
  }
  absl::Status operator()(const Transform::Translate& o) const {
    absl::Status status = within("translate.x", o.x, -kMaxCoordinate, kMaxCoordinate);
    if (status.ok()) status = within("translate.y", o.y, -kMaxCoordinate, kMaxCoordinate);
    if (status.ok()) status = within("translate.z", o.z, -kMaxCoordinate, kMaxCoordinate);
    if (status.ok()) status = within("translate.m", o.m, -kMaxCoordinate, kMaxCoordinate);
    return status;
  }
  absl::Status operator()(const Transform::Rotate& o) const {
    if (!std::isfinite(o.angle)) {
      return invalid({"OUT_OF_RANGE", "rotate.angle", absl::StrCat(o.angle), "a finite number"});
    }
    if (!o.anchor) return absl::OkStatus();
    absl::Status status = within("rotate.anchor.x", o.anchor->x, -kMaxCoordinate, kMaxCoordinate);
    if (status.ok())
      status = within("rotate.anchor.y", o.anchor->y, -kMaxCoordinate, kMaxCoordinate);
    return status;
  }
};

std::string placeOf(size_t index) { return absl::StrCat("transform.operations[", index, "]"); }

}  // namespace

const char* operationName(const Transform::Operation& operation) {
  return kNames[operation.index()];
}

std::string operationField(const Transform& transform, size_t index) {
  return absl::StrCat(placeOf(index), ".", operationName(transform.operations[index]));
}

absl::Status checkTransform(const Transform& transform) {
  const size_t count = transform.operations.size();
  if (count == 0) {
    return invalid({"MISSING_FIELD", "transform.operations", "", "1 to 64 operations",
                    "Say what is to be done with the rows."});
  }
  if (count > kMostOperations) {
    return invalid({"OUT_OF_RANGE", "transform.operations", absl::StrCat(count, " operations"),
                    "1 to 64 operations"});
  }
  for (size_t i = 0; i < count; ++i) {
    const Transform::Operation& operation = transform.operations[i];
    if (std::holds_alternative<std::monostate>(operation)) {
      return invalid({"MISSING_FIELD", placeOf(i), "", "an operation, such as centroid",
                      "Set one member of its oneof that this server knows."});
    }
    absl::Status status = std::visit(NumberCheck(), operation);
    if (!status.ok()) return atField(placeOf(i), status);
  }
  return absl::OkStatus();
}

}  // namespace geotask
