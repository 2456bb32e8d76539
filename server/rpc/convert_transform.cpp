// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_transform.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "rpc/convert_buffer.h"
#include "rpc/enum_check.h"

namespace geotask {
namespace {

using Proto = v1::Transform;
using Method = Transform::SimplifyMethod;

static_assert(static_cast<int>(Method::kArea) == Proto::Simplify::METHOD_AREA);

absl::StatusOr<Transform::Operation> simplifyFrom(const Proto::Simplify& proto) {
  absl::Status status =
      checkEnum(Proto::Simplify::Method_descriptor(), proto.method(), "simplify.method");
  if (!status.ok()) return status;
  Transform::Simplify simplify;
  simplify.method = static_cast<Method>(proto.method());
  if (proto.has_tolerance()) simplify.tolerance = proto.tolerance();
  return simplify;
}

Transform::Smooth smoothFrom(const Proto::Smooth& proto) {
  Transform::Smooth smooth;
  if (proto.has_iterations()) smooth.iterations = proto.iterations();
  if (proto.has_offset()) smooth.offset = proto.offset();
  if (proto.has_max_angle()) smooth.max_angle = proto.max_angle();
  return smooth;
}

Transform::RemoveDuplicateVertices duplicatesFrom(const Proto::RemoveDuplicateVertices& proto) {
  Transform::RemoveDuplicateVertices duplicates;
  if (proto.has_tolerance()) duplicates.tolerance = proto.tolerance();
  duplicates.use_z = proto.use_z();
  return duplicates;
}

Transform::SnapToGrid gridFrom(const Proto::SnapToGrid& proto) {
  Transform::SnapToGrid grid;
  if (proto.has_x_spacing()) grid.x_spacing = proto.x_spacing();
  if (proto.has_y_spacing()) grid.y_spacing = proto.y_spacing();
  if (proto.has_z_spacing()) grid.z_spacing = proto.z_spacing();
  if (proto.has_m_spacing()) grid.m_spacing = proto.m_spacing();
  return grid;
}

Transform::Rotate rotateFrom(const Proto::Rotate& proto) {
  Transform::Rotate rotate{proto.angle(), {}};
  if (proto.has_anchor()) rotate.anchor = Transform::Anchor{proto.anchor().x(), proto.anchor().y()};
  return rotate;
}

absl::StatusOr<Transform::Operation> bufferFrom(const v1::Buffer& proto) {
  auto buffer = fromProto(proto);
  if (!buffer.ok()) return atField("buffer", buffer.status());
  return *std::move(buffer);
}

absl::StatusOr<Transform::Operation> operationFrom(const Proto::Operation& proto) {
  using T = Transform;
  switch (proto.operation_case()) {
    case Proto::Operation::kBuffer:
      return bufferFrom(proto.buffer());
    case Proto::Operation::kCentroid:
      return T::Centroid{proto.centroid().all_parts()};
    case Proto::Operation::kPointOnSurface:
      return T::PointOnSurface{proto.point_on_surface().all_parts()};
    case Proto::Operation::kSimplify:
      return simplifyFrom(proto.simplify());
    case Proto::Operation::kConvexHull:
      return T::ConvexHull{};
    case Proto::Operation::kMakeValid:
      return T::MakeValid{};
    case Proto::Operation::kReproject:
      return T::Reproject{proto.reproject().target_crs()};
    case Proto::Operation::kBoundingBox:
      return T::BoundingBox{};
    case Proto::Operation::kOrientedMinimumBoundingBox:
      return T::OrientedMinimumBoundingBox{};
    case Proto::Operation::kMinimumEnclosingCircle: {
      const auto& circle = proto.minimum_enclosing_circle();
      return circle.has_segments() ? T::MinimumEnclosingCircle{circle.segments()}
                                   : T::MinimumEnclosingCircle{};
    }
    case Proto::Operation::kDensifyByCount: {
      const auto& densify = proto.densify_by_count();
      return densify.has_vertices() ? T::DensifyByCount{densify.vertices()} : T::DensifyByCount{};
    }
    case Proto::Operation::kDensifyByDistance: {
      const auto& densify = proto.densify_by_distance();
      return densify.has_interval() ? T::DensifyByDistance{densify.interval()}
                                    : T::DensifyByDistance{};
    }
    case Proto::Operation::kSmooth:
      return smoothFrom(proto.smooth());
    case Proto::Operation::kBoundary:
      return T::Boundary{};
    case Proto::Operation::kDeleteHoles:
      return T::DeleteHoles{proto.delete_holes().min_area()};
    case Proto::Operation::kRemoveDuplicateVertices:
      return duplicatesFrom(proto.remove_duplicate_vertices());
    case Proto::Operation::kSnapToGrid:
      return gridFrom(proto.snap_to_grid());
    case Proto::Operation::kForceRightHandRule:
      return T::ForceRightHandRule{};
    case Proto::Operation::kMergeLines:
      return T::MergeLines{};
    case Proto::Operation::kReverseLineDirection:
      return T::ReverseLineDirection{};
    case Proto::Operation::kPromoteToMulti:
      return T::PromoteToMulti{};
    case Proto::Operation::kSingleParts:
      return T::SingleParts{};
    case Proto::Operation::kDropZM:
      return T::DropZM{proto.drop_z_m().drop_z(), proto.drop_z_m().drop_m()};
    case Proto::Operation::kSwapXy:
      return T::SwapXY{};
    case Proto::Operation::kTranslate: {
      const auto& by = proto.translate();
      return T::Translate{by.x(), by.y(), by.z(), by.m()};
    }
    case Proto::Operation::kRotate:
      return rotateFrom(proto.rotate());
    case Proto::Operation::OPERATION_NOT_SET:
      break;
  }
  return std::monostate();
}

}  // namespace

absl::StatusOr<Transform> fromProto(const v1::Transform& proto) {
  Transform transform;
  for (int i = 0; i < proto.operations_size(); ++i) {
    auto operation = operationFrom(proto.operations(i));
    if (!operation.ok()) {
      return atField(absl::StrCat("transform.operations[", i, "]"), operation.status());
    }
    transform.operations.push_back(*std::move(operation));
  }
  return transform;
}

}  // namespace geotask
