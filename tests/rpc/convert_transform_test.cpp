// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_transform.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "domain/errors.h"

namespace geotask {
namespace {

v1::Transform parse(const std::string& text) {
  v1::Transform proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

// Every operation, with all its members set to other values than their defaults.
const char* const kAll = R"(
  operations { buffer { distance: 2 segments: 3 } }
  operations { centroid { all_parts: true } }
  operations { point_on_surface { all_parts: true } }
  operations { simplify { method: METHOD_AREA tolerance: 0.5 } }
  operations { convex_hull {} }
  operations { make_valid {} }
  operations { reproject { target_crs: "EPSG:3857" } }
  operations { bounding_box {} }
  operations { oriented_minimum_bounding_box {} }
  operations { minimum_enclosing_circle { segments: 9 } }
  operations { densify_by_count { vertices: 4 } }
  operations { densify_by_distance { interval: 0.25 } }
  operations { smooth { iterations: 3 offset: 0.1 max_angle: 90 } }
  operations { boundary {} }
  operations { delete_holes { min_area: 7 } }
  operations { remove_duplicate_vertices { tolerance: 0.1 use_z: true } }
  operations { snap_to_grid { x_spacing: 2 y_spacing: 3 z_spacing: 4 m_spacing: 5 } }
  operations { force_right_hand_rule {} }
  operations { merge_lines {} }
  operations { reverse_line_direction {} }
  operations { promote_to_multi {} }
  operations { single_parts {} }
  operations { drop_z_m { drop_z: true drop_m: true } }
  operations { swap_xy {} }
  operations { translate { x: 1 y: 2 z: 3 m: 4 } }
  operations { rotate { angle: 30 anchor { x: 5 y: 6 } } })";

TEST(ConvertTransform, WhatGoesInComesOut) {
  const v1::Transform all = parse(kAll);
  ASSERT_EQ(all.operations_size(), v1::Transform::Operation::descriptor()->field_count());
  const auto transform = fromProto(all);
  ASSERT_TRUE(transform.ok()) << transform.status();
  v1::Transform back;
  toProto(*transform, back);
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(all, back)) << difference;
}

TEST(ConvertTransform, AnOperationHasTheNameOfItsMember) {
  const v1::Transform all = parse(kAll);
  const auto transform = fromProto(all);
  ASSERT_TRUE(transform.ok());
  for (int i = 0; i < all.operations_size(); ++i) {
    const auto* members = v1::Transform::Operation::descriptor();
    const int number = all.operations(i).operation_case();
    EXPECT_EQ(operationName(transform->operations[static_cast<size_t>(i)]),
              members->FindFieldByNumber(number)->name());
  }
}

TEST(ConvertTransform, WhatIsLeftOutHasQgissDefault) {
  const auto transform = fromProto(
      parse("operations { simplify {} } operations { smooth {} } operations { snap_to_grid {} }"
            "operations { minimum_enclosing_circle {} }"
            "operations { remove_duplicate_vertices {} } operations { rotate {} }"));
  ASSERT_TRUE(transform.ok());
  v1::Transform shown;
  toProto(*transform, shown);
  EXPECT_EQ(shown.operations(0).simplify().tolerance(), 1);
  EXPECT_EQ(shown.operations(1).smooth().iterations(), 1);
  EXPECT_EQ(shown.operations(1).smooth().offset(), 0.25);
  EXPECT_EQ(shown.operations(1).smooth().max_angle(), 180);
  EXPECT_EQ(shown.operations(2).snap_to_grid().x_spacing(), 1);
  EXPECT_EQ(shown.operations(2).snap_to_grid().z_spacing(), 0);
  EXPECT_EQ(shown.operations(3).minimum_enclosing_circle().segments(), 72);
  EXPECT_EQ(shown.operations(4).remove_duplicate_vertices().tolerance(), 0.000001);
  EXPECT_FALSE(shown.operations(5).rotate().has_anchor());
}

TEST(ConvertTransform, AnOperationThatIsNotKnownIsRefusedByTheDomain) {
  const auto transform = fromProto(parse("operations { swap_xy {} } operations {}"));
  ASSERT_TRUE(transform.ok());
  EXPECT_EQ(errorDetail(checkTransform(*transform)).field, "transform.operations[1]");
}

TEST(ConvertTransform, EnumValuesThatAreNotKnownAreNamed) {
  v1::Transform proto = parse("operations { swap_xy {} } operations { simplify {} }");
  proto.mutable_operations(1)->mutable_simplify()->set_method(
      static_cast<v1::Transform::Simplify::Method>(9));
  EXPECT_EQ(errorDetail(fromProto(proto).status()).field,
            "transform.operations[1].simplify.method");
  proto.mutable_operations(1)->mutable_buffer()->set_side(static_cast<v1::Buffer::Side>(9));
  const absl::Status status = fromProto(proto).status();
  EXPECT_EQ(errorDetail(status).reason, "OUT_OF_RANGE");
  EXPECT_EQ(errorDetail(status).field, "transform.operations[1].buffer.side");
}

}  // namespace
}  // namespace geotask
