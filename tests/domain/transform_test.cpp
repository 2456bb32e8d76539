// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/transform.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "domain/errors.h"

namespace geotask {
namespace {

using T = Transform;

// "OUT_OF_RANGE transform.operations[0].simplify.tolerance", or "OK".
std::string verdict(const absl::Status& status) {
  if (status.ok()) return "OK";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return errorDetail(status).reason + " " + errorDetail(status).field;
}

std::string verdictOn(T::Operation operation) { return verdict(checkTransform({{operation}})); }

std::string outOfRange(const std::string& field) {
  return "OUT_OF_RANGE transform.operations[0]." + field;
}

TEST(CheckTransform, TakesWhatQgisTakes) {
  BufferOptions buffer;
  buffer.distance = 1;
  for (const T::Operation& operation : std::vector<T::Operation>{buffer,
                                                                 T::Centroid{},
                                                                 T::PointOnSurface{},
                                                                 T::Simplify{},
                                                                 T::ConvexHull{},
                                                                 T::MakeValid{},
                                                                 T::Reproject{"EPSG:3857"},
                                                                 T::BoundingBox{},
                                                                 T::OrientedMinimumBoundingBox{},
                                                                 T::MinimumEnclosingCircle{},
                                                                 T::DensifyByCount{},
                                                                 T::DensifyByDistance{},
                                                                 T::Smooth{},
                                                                 T::Boundary{},
                                                                 T::DeleteHoles{},
                                                                 T::RemoveDuplicateVertices{},
                                                                 T::SnapToGrid{},
                                                                 T::ForceRightHandRule{},
                                                                 T::MergeLines{},
                                                                 T::ReverseLineDirection{},
                                                                 T::PromoteToMulti{},
                                                                 T::SingleParts{},
                                                                 T::DropZM{},
                                                                 T::SwapXY{},
                                                                 T::Translate{},
                                                                 T::Rotate{}}) {
    EXPECT_EQ(verdictOn(operation), "OK") << operationName(operation);
  }
}

TEST(CheckTransform, NumbersAreWithinTheirRanges) {
  EXPECT_EQ(verdictOn(T::Simplify{{}, 0}), "OK");
  EXPECT_EQ(verdictOn(T::Simplify{{}, -1}), outOfRange("simplify.tolerance"));
  EXPECT_EQ(verdictOn(T::Simplify{{}, NAN}), outOfRange("simplify.tolerance"));
  EXPECT_EQ(verdictOn(T::MinimumEnclosingCircle{7}),
            outOfRange("minimum_enclosing_circle.segments"));
  EXPECT_EQ(verdictOn(T::MinimumEnclosingCircle{100'001}),
            outOfRange("minimum_enclosing_circle.segments"));
  EXPECT_EQ(verdictOn(T::DensifyByCount{0}), outOfRange("densify_by_count.vertices"));
  EXPECT_EQ(verdictOn(T::DensifyByDistance{0}), outOfRange("densify_by_distance.interval"));
  EXPECT_EQ(verdictOn(T::DensifyByDistance{INFINITY}), outOfRange("densify_by_distance.interval"));
  EXPECT_EQ(verdictOn(T::Smooth{11}), outOfRange("smooth.iterations"));
  EXPECT_EQ(verdictOn(T::Smooth{1, 0.51}), outOfRange("smooth.offset"));
  EXPECT_EQ(verdictOn(T::Smooth{1, 0.5, 181}), outOfRange("smooth.max_angle"));
  EXPECT_EQ(verdictOn(T::DeleteHoles{-1}), outOfRange("delete_holes.min_area"));
  EXPECT_EQ(verdictOn(T::RemoveDuplicateVertices{2e7}),
            outOfRange("remove_duplicate_vertices.tolerance"));
  EXPECT_EQ(verdictOn(T::SnapToGrid{1, 1, 1, -1}), outOfRange("snap_to_grid.m_spacing"));
  EXPECT_EQ(verdictOn(T::Translate{0, 0, 0, INFINITY}), outOfRange("translate.m"));
  EXPECT_EQ(verdictOn(T::Rotate{NAN, {}}), outOfRange("rotate.angle"));
  EXPECT_EQ(verdictOn(T::Rotate{0, T::Anchor{0, 1e31}}), outOfRange("rotate.anchor.y"));
}

TEST(CheckTransform, AChainHasOneToSixtyFourOperations) {
  EXPECT_EQ(verdict(checkTransform({})), "MISSING_FIELD transform.operations");
  T chain;
  chain.operations.assign(64, T::SwapXY{});
  EXPECT_EQ(verdict(checkTransform(chain)), "OK");
  chain.operations.emplace_back(T::SwapXY{});
  EXPECT_EQ(verdict(checkTransform(chain)), "OUT_OF_RANGE transform.operations");
}

TEST(CheckTransform, AnErrorNamesThePlaceInTheChain) {
  EXPECT_EQ(verdict(checkTransform({{T::SwapXY{}, std::monostate()}})),
            "MISSING_FIELD transform.operations[1]");
  EXPECT_EQ(verdict(checkTransform({{T::SwapXY{}, T::Reproject{}}})),
            "MISSING_FIELD transform.operations[1].reproject.target_crs");
  EXPECT_EQ(verdict(checkTransform({{T::SwapXY{}, BufferOptions()}})),
            "MISSING_FIELD transform.operations[1].buffer.distance");
}

TEST(CheckTransform, RowsAreNotDissolvedInAChain) {
  BufferOptions buffer;
  buffer.distance = 1;
  buffer.dissolve = true;
  EXPECT_EQ(verdictOn(buffer), "CONFLICTING_FIELDS transform.operations[0].buffer.dissolve");
}

std::string verdictOn(const T& chain, const char* type, const char* crs = "EPSG:4326") {
  Schema input;
  input.geometry_type = type;
  input.crs = crs;
  return verdict(checkTransformInput(chain, input));
}

TEST(CheckTransformInput, AnOperationIsForRowsThatItCanDo) {
  const T smooth{{T::Smooth{}}};
  EXPECT_EQ(verdictOn(smooth, "MultiPointZ"),
            "UNSUITABLE_GEOMETRY_TYPE transform.operations[0].smooth");
  EXPECT_EQ(verdictOn(smooth, "MultiSurface"), "OK");
  EXPECT_EQ(verdictOn(smooth, "Geometry"), "OK");
  EXPECT_EQ(verdictOn(smooth, "GeometryCollection"), "OK");
  const T merge{{T::MergeLines{}}};
  EXPECT_EQ(verdictOn(merge, "Polygon"),
            "UNSUITABLE_GEOMETRY_TYPE transform.operations[0].merge_lines");
  EXPECT_EQ(verdictOn(merge, "CompoundCurveM"), "OK");
  const T holes{{T::DeleteHoles{}}};
  EXPECT_EQ(verdictOn(holes, "LineString"),
            "UNSUITABLE_GEOMETRY_TYPE transform.operations[0].delete_holes");
}

TEST(CheckTransformInput, RowsAreWhatTheOperationsBeforeMadeOfThem) {
  EXPECT_EQ(verdictOn({{T::Centroid{}, T::Smooth{}}}, "Polygon"),
            "UNSUITABLE_GEOMETRY_TYPE transform.operations[1].smooth");
  EXPECT_EQ(verdictOn({{T::ConvexHull{}, T::Smooth{}}}, "Point"), "OK");
  BufferOptions by_area;
  by_area.distance_field = "area";
  EXPECT_EQ(verdictOn({{T::ConvexHull{}, by_area}}, "Point"), "OK");
  EXPECT_EQ(verdictOn({{T::Centroid{}, by_area}}, "Point"),
            "UNKNOWN_FIELD transform.operations[1].buffer.distance_field");
}

TEST(CheckTransformInput, AReprojectionNeedsACrs) {
  EXPECT_EQ(verdictOn({{T::SwapXY{}, T::Reproject{"EPSG:3857"}}}, "Point", ""),
            "INVALID_CRS transform.operations[1].reproject.target_crs");
}

Schema outputOf(const T& chain, const char* type) {
  Schema input;
  input.fields = {{"name", FieldType::kString}};
  input.geometry_type = type;
  input.crs = "EPSG:4326";
  return transformOutputSchema(chain, input);
}

std::string typeOf(const T::Operation& operation, const char* type) {
  return outputOf({{operation}}, type).geometry_type;
}

TEST(TransformOutputSchema, SaysWhichTypeComesOut) {
  EXPECT_EQ(typeOf(T::Centroid{}, "MultiPolygonZM"), "Point");
  EXPECT_EQ(typeOf(T::BoundingBox{}, "PointZ"), "Polygon");
  EXPECT_EQ(typeOf(T::MakeValid{}, "PolygonZM"), "MultiPolygonZ");
  EXPECT_EQ(typeOf(T::MakeValid{}, "Geometry"), "Geometry");
  EXPECT_EQ(typeOf(T::DensifyByCount{}, "MultiSurfaceM"), "MultiPolygonM");
  EXPECT_EQ(typeOf(T::PromoteToMulti{}, "CompoundCurve"), "MultiCurve");
  EXPECT_EQ(typeOf(T::SingleParts{}, "MultiLineStringZ"), "LineStringZ");
  EXPECT_EQ(typeOf(T::SingleParts{}, "GeometryCollectionZ"), "Geometry");
  EXPECT_EQ(typeOf(T::DropZM{true, false}, "PointZM"), "PointM");
  EXPECT_EQ(typeOf(T::Translate{0, 0, 1, 1}, "LineString"), "LineStringZM");
  EXPECT_EQ(typeOf(T::Boundary{}, "Polygon"), "MultiLineString");
  EXPECT_EQ(typeOf(T::Boundary{}, "MultiLineStringZ"), "MultiPointZ");
  EXPECT_EQ(typeOf(T::Boundary{}, "CurvePolygon"), "MultiCurve");
  EXPECT_EQ(typeOf(T::MergeLines{}, "CompoundCurveM"), "MultiLineString");
  EXPECT_EQ(typeOf(T::SwapXY{}, "NoGeometry"), "NoGeometry");
  EXPECT_EQ(typeOf(T::Translate{0, 0, 1, 1}, "Geometry"), "Geometry");
}

TEST(TransformOutputSchema, HasTheCrsOfTheLastReprojection) {
  const T chain{{T::Reproject{"EPSG:3857"}, T::Centroid{}, T::Reproject{"EPSG:2056"}}};
  EXPECT_EQ(outputOf(chain, "Point").crs, "EPSG:2056");
}

TEST(TransformOutputSchema, AddedFieldsHaveNamesThatAreNotTaken) {
  const Schema output =
      outputOf({{T::ConvexHull{}, T::MinimumEnclosingCircle{}, T::ConvexHull{}}}, "Polygon");
  std::vector<std::string> names;
  for (const Field& field : output.fields) names.push_back(field.name);
  EXPECT_EQ(names, (std::vector<std::string>{"name", "area", "perimeter", "radius", "area_2",
                                             "area_3", "perimeter_2"}));
}

}  // namespace
}  // namespace geotask
