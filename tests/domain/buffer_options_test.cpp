// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/buffer_options.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "domain/errors.h"

namespace geotask {
namespace {

BufferOptions with(const std::function<void(BufferOptions&)>& change) {
  BufferOptions options;
  options.distance = 1;
  change(options);
  return options;
}

// "OUT_OF_RANGE buffer.segments", or "OK".
std::string verdict(const absl::Status& status) {
  if (status.ok()) return "OK";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return errorDetail(status).reason + " " + errorDetail(status).field;
}

TEST(CheckBufferOptions, NamesWhatIsWrong) {
  struct Case {
    std::function<void(BufferOptions&)> change;
    const char* verdict;
  };
  const Case kCases[] = {
      {[](auto&) {}, "OK"},
      {[](auto& o) { o.distance = -5; }, "OK"},
      {[](auto& o) { o.distance = 0; }, "OK"},
      {[](auto& o) { o.distance.reset(); }, "MISSING_FIELD buffer.distance"},
      {[](auto& o) { o.distance.reset(), o.distance_field = "d"; }, "OK"},
      {[](auto& o) { o.distance = NAN; }, "OUT_OF_RANGE buffer.distance"},
      {[](auto& o) { o.distance = -INFINITY; }, "OUT_OF_RANGE buffer.distance"},
      {[](auto& o) { o.distance = 6e6; }, "OK"},
      {[](auto& o) { o.unit = DistanceUnit::kMetres, o.distance = -5e6; }, "OK"},
      {[](auto& o) { o.unit = DistanceUnit::kMetres, o.distance = 6e6; },
       "OUT_OF_RANGE buffer.distance"},
      {[](auto& o) { o.segments = 1; }, "OK"},
      {[](auto& o) { o.segments = 1000; }, "OK"},
      {[](auto& o) { o.segments = 0; }, "OUT_OF_RANGE buffer.segments"},
      {[](auto& o) { o.segments = 1001; }, "OUT_OF_RANGE buffer.segments"},
      {[](auto& o) { o.mitre_limit = 1; }, "OK"},
      {[](auto& o) { o.mitre_limit = 0.99; }, "OUT_OF_RANGE buffer.mitre_limit"},
      {[](auto& o) { o.mitre_limit = NAN; }, "OUT_OF_RANGE buffer.mitre_limit"},
      {[](auto& o) { o.side = Side::kLeft; }, "OK"},
      {[](auto& o) { o.side = Side::kLeft, o.join_style = JoinStyle::kMitre; }, "OK"},
      {[](auto& o) { o.side = Side::kLeft, o.cap_style = CapStyle::kFlat; },
       "CONFLICTING_FIELDS buffer.cap_style"},
      {[](auto& o) { o.side = Side::kRight, o.dissolve = true; },
       "CONFLICTING_FIELDS buffer.dissolve"},
      {[](auto& o) { o.side = Side::kRight, o.separate_disjoint = true; },
       "CONFLICTING_FIELDS buffer.separate_disjoint"},
      {[](auto& o) { o.dissolve = o.separate_disjoint = true; }, "OK"},
  };
  int number = 0;
  for (const Case& c : kCases) {
    SCOPED_TRACE("case " + std::to_string(number++));
    EXPECT_EQ(verdict(checkBufferOptions(with(c.change))), c.verdict);
  }
}

TEST(CheckBufferInput, TheDistanceFieldMustBeThereAndNumeric) {
  Schema input;
  input.fields = {{"name", FieldType::kString}, {"width", FieldType::kDouble}};
  const auto field = [](const char* name) {
    return with([name](auto& o) { o.distance_field = name; });
  };
  EXPECT_EQ(verdict(checkBufferInput(field("width"), input)), "OK");
  EXPECT_EQ(verdict(checkBufferInput(field("name"), input)),
            "FIELD_NOT_NUMERIC buffer.distance_field");
  const absl::Status unknown = checkBufferInput(field("w"), input);
  EXPECT_EQ(verdict(unknown), "UNKNOWN_FIELD buffer.distance_field");
  EXPECT_EQ(errorDetail(unknown).accepted, "a numeric field: width");
}

TEST(CheckBufferInput, OnlyLinesHaveSides) {
  const BufferOptions left = with([](auto& o) { o.side = Side::kLeft; });
  Schema input;
  for (const char* type : {"LineString", "MultiLineStringZM", "CompoundCurve", "Geometry"}) {
    input.geometry_type = type;
    EXPECT_EQ(verdict(checkBufferInput(left, input)), "OK") << type;
  }
  for (const char* type : {"Point", "MultiPolygon", "CurvePolygon", "NoGeometry"}) {
    input.geometry_type = type;
    EXPECT_EQ(verdict(checkBufferInput(left, input)), "NOT_A_LINE buffer.side") << type;
  }
}

TEST(CheckBufferInput, ATransformationNeedsTheCrsOfTheInput) {
  const BufferOptions options = with([](auto& o) { o.output_crs = "EPSG:3857"; });
  Schema input;
  EXPECT_EQ(verdict(checkBufferInput(options, input)), "INVALID_CRS buffer.output_crs");
  input.crs = "EPSG:4326";
  EXPECT_EQ(verdict(checkBufferInput(options, input)), "OK");
}

TEST(CheckBufferInput, MetresNeedTheCrsOfTheInput) {
  const BufferOptions options = with([](auto& o) { o.unit = DistanceUnit::kMetres; });
  Schema input;
  EXPECT_EQ(verdict(checkBufferInput(options, input)), "INVALID_CRS buffer.unit");
  input.crs = "EPSG:4326";
  EXPECT_EQ(verdict(checkBufferInput(options, input)), "OK");
}

TEST(BufferOutputSchema, KeepsFieldsAndCrs) {
  Schema input;
  input.fields = {{"name", FieldType::kString}};
  input.geometry_type = "PointZ";
  input.crs = "EPSG:4326";
  const Schema output = bufferOutputSchema(with([](auto&) {}), input);
  ASSERT_EQ(output.fields.size(), 1u);
  EXPECT_EQ(output.fields[0].name, "name");
  EXPECT_EQ(output.crs, "EPSG:4326");
  EXPECT_EQ(output.geometry_type, "MultiPolygon");
}

TEST(BufferOutputSchema, SaysWhatComesOut) {
  const auto type = [](const std::function<void(BufferOptions&)>& change) {
    return bufferOutputSchema(with(change), {}).geometry_type;
  };
  EXPECT_EQ(type([](auto& o) { o.side = Side::kRight; }), "Geometry");
  EXPECT_EQ(type([](auto& o) { o.separate_disjoint = true; }), "Polygon");
  EXPECT_EQ(type([](auto& o) { o.dissolve = true; }), "MultiPolygon");
  EXPECT_EQ(bufferOutputSchema(with([](auto& o) { o.output_crs = "EPSG:3857"; }), {}).crs,
            "EPSG:3857");
}

}  // namespace
}  // namespace geotask
