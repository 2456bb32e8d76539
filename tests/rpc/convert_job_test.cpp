// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_job.h"

#include <gtest/gtest.h>

#include "codec/convert_feature.h"
#include "rpc/convert_buffer.h"

namespace geotask {
namespace {

TEST(ConvertJob, StatesHaveTheirNames) {
  for (int number = 1; number <= 6; ++number) {
    JobSnapshot job;
    job.state = static_cast<JobState>(number);
    v1::Job proto;
    toProto(job, proto);
    EXPECT_EQ(v1::JobState_Name(proto.state()),
              std::string("JOB_STATE_") + jobStateName(*job.state));
  }
}

TEST(ConvertJob, WhatHasNotHappenedIsAbsent) {
  v1::Job proto;
  toProto(JobSnapshot(), proto);
  EXPECT_FALSE(proto.has_create_time() || proto.has_end_time() || proto.has_expire_time());
  EXPECT_FALSE(proto.has_error() || !proto.outputs().empty());
  EXPECT_FALSE(proto.progress().has_fraction() || proto.progress().has_features_total());
  EXPECT_EQ(proto.state(), v1::JOB_STATE_UNSPECIFIED);
}

TEST(ConvertJob, TimesKeepTheirNanoseconds) {
  JobSnapshot job;
  job.end_time = absl::FromUnixSeconds(-2) + absl::Nanoseconds(7);
  v1::Job proto;
  toProto(job, proto);
  EXPECT_EQ(proto.end_time().seconds(), -2);
  EXPECT_EQ(proto.end_time().nanos(), 7);
}

TEST(ConvertJob, ALayerIsNamedAsItWasGiven) {
  JobSpec spec;
  spec.source = "world";
  spec.layer = "countries";
  v1::JobSpec proto;
  toProto(spec, proto);
  EXPECT_EQ(proto.input().layer(), "data:world/countries");
}

TEST(ConvertJob, RowsThatCameAlongAreSetAndEmpty) {
  JobSpec spec;
  spec.input = InputKind::kGeoJson;
  v1::JobSpec proto;
  toProto(spec, proto);
  EXPECT_TRUE(proto.input().has_geojson());
  EXPECT_EQ(proto.input().geojson(), "");
}

TEST(ConvertJob, BufferOptionsComeBackAsTheyWere) {
  v1::Buffer proto;
  proto.set_distance(-0.5);
  proto.set_distance_field("d");
  proto.set_segments(7);
  proto.set_cap_style(v1::Buffer::CAP_STYLE_FLAT);
  proto.set_join_style(v1::Buffer::JOIN_STYLE_MITRE);
  proto.set_mitre_limit(3);
  proto.set_side(v1::Buffer::SIDE_LEFT);
  proto.set_dissolve(true);
  proto.set_separate_disjoint(true);
  proto.set_output_crs("EPSG:3857");
  v1::Buffer back;
  toProto(*fromProto(proto), back);
  EXPECT_EQ(back.SerializeAsString(), proto.SerializeAsString());
  back.Clear();
  toProto(*fromProto(v1::Buffer()), back);
  EXPECT_EQ(back.ByteSizeLong(), 0u);
}

TEST(ConvertJob, SchemasComeBackAsTheyWere) {
  v1::Schema proto;
  for (int type = v1::FIELD_TYPE_BOOLEAN; type <= v1::FIELD_TYPE_JSON; ++type) {
    v1::Field& field = *proto.add_fields();
    field.set_name(v1::FieldType_Name(type));
    field.set_type(static_cast<v1::FieldType>(type));
    field.set_length(type);
    field.set_precision(1);
  }
  proto.set_geometry_type("PointZM");
  proto.set_crs("EPSG:4326");
  v1::Schema back;
  toProto(fromProto(proto), back);
  EXPECT_EQ(back.SerializeAsString(), proto.SerializeAsString());
}

}  // namespace
}  // namespace geotask
