// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/distance_hint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geotask::cli {
namespace {

using testing::HasSubstr;

v1::JobSpec specOf(double distance, const std::string& crs,
                   v1::Buffer::Unit unit = v1::Buffer::UNIT_UNSPECIFIED) {
  v1::JobSpec spec;
  spec.mutable_buffer()->set_distance(distance);
  spec.mutable_buffer()->set_unit(unit);
  spec.mutable_input()->mutable_features()->mutable_schema()->set_crs(crs);
  return spec;
}

TEST(DistanceHint, WarnsOfMetresMeantForDegrees) {
  const std::string hint = distanceHint(specOf(500, "EPSG:4326"));
  EXPECT_THAT(hint, HasSubstr("A distance of 500 counts degrees"));
  EXPECT_THAT(hint, HasSubstr("EPSG:4326"));
  EXPECT_THAT(hint, HasSubstr("--unit metres"));
  EXPECT_NE(distanceHint(specOf(-11, "EPSG:4258")), "");
}

TEST(DistanceHint, IsSilentWhereAllIsWell) {
  EXPECT_EQ(distanceHint(specOf(10, "EPSG:4326")), "");
  EXPECT_EQ(distanceHint(specOf(500, "EPSG:2056")), "") << "a projected system";
  EXPECT_EQ(distanceHint(specOf(500, "")), "") << "no system";
  EXPECT_EQ(distanceHint(specOf(500, "EPSG:4326", v1::Buffer::UNIT_METRES)), "");
  EXPECT_EQ(distanceHint(specOf(500, "EPSG:4326", v1::Buffer::UNIT_LAYER)), "");
}

TEST(DistanceHint, SaysNothingAboutDataOfTheServer) {
  v1::JobSpec spec = specOf(500, "");
  spec.mutable_input()->set_layer("data:world/countries");
  EXPECT_EQ(distanceHint(spec), "");
}

}  // namespace
}  // namespace geotask::cli
