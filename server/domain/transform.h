// SPDX-License-Identifier: GPL-2.0-or-later
//
// A chain of operations on rows: what geotask.v1.Transform says, as plain values.
//
//     Transform transform;
//     transform.operations = {Transform::Centroid{}, Transform::Reproject{"EPSG:3857"}};
//     absl::Status status = checkTransform(transform);
//     if (status.ok()) status = checkTransformInput(transform, input);
//     const Schema output = transformOutputSchema(transform, input);
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "domain/buffer_options.h"
#include "domain/features.h"

namespace geotask {

// Units, ranges and meanings are those of the message; defaults are those of QGIS's algorithms.
struct Transform {
  enum class SimplifyMethod { kUnspecified, kDistance, kSnapToGrid, kArea };
  struct Anchor {
    double x = 0;
    double y = 0;
  };

  struct Centroid {
    bool all_parts = false;
  };
  struct PointOnSurface {
    bool all_parts = false;
  };
  struct Simplify {
    SimplifyMethod method = SimplifyMethod::kUnspecified;
    double tolerance = 1;
  };
  struct ConvexHull {};
  struct MakeValid {};
  struct Reproject {
    std::string target_crs;
  };
  struct BoundingBox {};
  struct OrientedMinimumBoundingBox {};
  struct MinimumEnclosingCircle {
    int segments = 72;
  };
  struct DensifyByCount {
    int vertices = 1;
  };
  struct DensifyByDistance {
    double interval = 1;
  };
  struct Smooth {
    int iterations = 1;
    double offset = 0.25;
    double max_angle = 180;
  };
  struct Boundary {};
  struct DeleteHoles {
    double min_area = 0;
  };
  struct RemoveDuplicateVertices {
    double tolerance = 0.000001;
    bool use_z = false;
  };
  struct SnapToGrid {
    double x_spacing = 1;
    double y_spacing = 1;
    double z_spacing = 0;
    double m_spacing = 0;
  };
  struct ForceRightHandRule {};
  struct MergeLines {};
  struct ReverseLineDirection {};
  struct PromoteToMulti {};
  struct SingleParts {};
  struct DropZM {
    bool drop_z = false;
    bool drop_m = false;
  };
  struct SwapXY {};
  struct Translate {
    double x = 0;
    double y = 0;
    double z = 0;
    double m = 0;
  };
  struct Rotate {
    double angle = 0;
    std::optional<Anchor> anchor;
  };

  // monostate: an operation that says nothing. In the order of the message's members.
  using Operation =
      std::variant<std::monostate, BufferOptions, Centroid, PointOnSurface, Simplify, ConvexHull,
                   MakeValid, Reproject, BoundingBox, OrientedMinimumBoundingBox,
                   MinimumEnclosingCircle, DensifyByCount, DensifyByDistance, Smooth, Boundary,
                   DeleteHoles, RemoveDuplicateVertices, SnapToGrid, ForceRightHandRule, MergeLines,
                   ReverseLineDirection, PromoteToMulti, SingleParts, DropZM, SwapXY, Translate,
                   Rotate>;
  std::vector<Operation> operations;
};

constexpr size_t kMostOperations = 64;

// The name of the operation's member in the message: "convex_hull"; empty for monostate.
const char* operationName(const Transform::Operation& operation);

// "transform.operations[2].simplify".
std::string operationField(const Transform& transform, size_t index);

// Whether the chain makes sense by itself. Fields are named from "transform." on. Whether a CRS is
// known is not asked here.
absl::Status checkTransform(const Transform& transform);

// Whether it makes sense for such rows: UNSUITABLE_GEOMETRY_TYPE, INVALID_CRS, and what
// checkBufferInput() says. The chain has passed checkTransform().
absl::Status checkTransformInput(const Transform& transform, const Schema& input);

// What the rows look like behind one operation, and behind all of them. For a chain and an input that
// have passed the checks.
Schema operationOutputSchema(const Transform::Operation& operation, const Schema& input);
Schema transformOutputSchema(const Transform& transform, const Schema& input);

}  // namespace geotask
