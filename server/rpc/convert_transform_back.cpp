// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_buffer.h"
#include "rpc/convert_transform.h"

namespace geotask {
namespace {

struct Writer {
  v1::Transform::Operation& proto;

  void operator()(const std::monostate&) const {}
  void operator()(const BufferOptions& o) const { toProto(o, *proto.mutable_buffer()); }
  void operator()(const Transform::Centroid& o) const {
    proto.mutable_centroid()->set_all_parts(o.all_parts);
  }
  void operator()(const Transform::PointOnSurface& o) const {
    proto.mutable_point_on_surface()->set_all_parts(o.all_parts);
  }
  void operator()(const Transform::Simplify& o) const {
    auto& simplify = *proto.mutable_simplify();
    simplify.set_method(static_cast<v1::Transform::Simplify::Method>(o.method));
    simplify.set_tolerance(o.tolerance);
  }
  void operator()(const Transform::ConvexHull&) const { proto.mutable_convex_hull(); }
  void operator()(const Transform::MakeValid&) const { proto.mutable_make_valid(); }
  void operator()(const Transform::Reproject& o) const {
    proto.mutable_reproject()->set_target_crs(o.target_crs);
  }
  void operator()(const Transform::BoundingBox&) const { proto.mutable_bounding_box(); }
  void operator()(const Transform::OrientedMinimumBoundingBox&) const {
    proto.mutable_oriented_minimum_bounding_box();
  }
  void operator()(const Transform::MinimumEnclosingCircle& o) const {
    proto.mutable_minimum_enclosing_circle()->set_segments(o.segments);
  }
  void operator()(const Transform::DensifyByCount& o) const {
    proto.mutable_densify_by_count()->set_vertices(o.vertices);
  }
  void operator()(const Transform::DensifyByDistance& o) const {
    proto.mutable_densify_by_distance()->set_interval(o.interval);
  }
  void operator()(const Transform::Smooth& o) const {
    auto& smooth = *proto.mutable_smooth();
    smooth.set_iterations(o.iterations);
    smooth.set_offset(o.offset);
    smooth.set_max_angle(o.max_angle);
  }
  void operator()(const Transform::Boundary&) const { proto.mutable_boundary(); }
  void operator()(const Transform::DeleteHoles& o) const {
    proto.mutable_delete_holes()->set_min_area(o.min_area);
  }
  void operator()(const Transform::RemoveDuplicateVertices& o) const {
    auto& duplicates = *proto.mutable_remove_duplicate_vertices();
    duplicates.set_tolerance(o.tolerance);
    duplicates.set_use_z(o.use_z);
  }
  void operator()(const Transform::SnapToGrid& o) const {
    auto& grid = *proto.mutable_snap_to_grid();
    grid.set_x_spacing(o.x_spacing);
    grid.set_y_spacing(o.y_spacing);
    grid.set_z_spacing(o.z_spacing);
    grid.set_m_spacing(o.m_spacing);
  }
  void operator()(const Transform::ForceRightHandRule&) const {
    proto.mutable_force_right_hand_rule();
  }
  void operator()(const Transform::MergeLines&) const { proto.mutable_merge_lines(); }
  void operator()(const Transform::ReverseLineDirection&) const {
    proto.mutable_reverse_line_direction();
  }
  void operator()(const Transform::PromoteToMulti&) const { proto.mutable_promote_to_multi(); }
  void operator()(const Transform::SingleParts&) const { proto.mutable_single_parts(); }
  void operator()(const Transform::DropZM& o) const {
    proto.mutable_drop_z_m()->set_drop_z(o.drop_z);
    proto.mutable_drop_z_m()->set_drop_m(o.drop_m);
  }
  void operator()(const Transform::SwapXY&) const { proto.mutable_swap_xy(); }
  void operator()(const Transform::Translate& o) const {
    auto& translate = *proto.mutable_translate();
    translate.set_x(o.x);
    translate.set_y(o.y);
    translate.set_z(o.z);
    translate.set_m(o.m);
  }
  void operator()(const Transform::Rotate& o) const {
    auto& rotate = *proto.mutable_rotate();
    rotate.set_angle(o.angle);
    if (!o.anchor) return;
    rotate.mutable_anchor()->set_x(o.anchor->x);
    rotate.mutable_anchor()->set_y(o.anchor->y);
  }
};

}  // namespace

void toProto(const Transform& transform, v1::Transform& proto) {
  for (const Transform::Operation& operation : transform.operations) {
    std::visit(Writer{*proto.add_operations()}, operation);
  }
}

}  // namespace geotask
