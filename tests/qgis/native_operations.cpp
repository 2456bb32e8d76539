// SPDX-License-Identifier: GPL-2.0-or-later
#include "native_operations.h"

namespace geotask::testing {

namespace {

BufferOptions buffered(double distance) {
  BufferOptions options;
  options.distance = distance;
  return options;
}

std::vector<NativeOperation> makeOperations() {
  using T = Transform;
  using Method = T::SimplifyMethod;
  return {
      {"Buffer", buffered(0.7), "native:buffer", {{"DISTANCE", 0.7}}},
      {"BufferShrinks", buffered(-0.2), "native:buffer", {{"DISTANCE", -0.2}}},
      {"Centroid", T::Centroid{}, "native:centroids", {}},
      {"CentroidOfAllParts", T::Centroid{true}, "native:centroids", {{"ALL_PARTS", true}}},
      {"PointOnSurface", T::PointOnSurface{}, "native:pointonsurface", {}},
      {"PointOnSurfaceOfAllParts",
       T::PointOnSurface{true},
       "native:pointonsurface",
       {{"ALL_PARTS", true}}},
      {"SimplifyByDefault", T::Simplify{}, "native:simplifygeometries", {}},
      {"SimplifyByDistance",
       T::Simplify{Method::kDistance, 0.4},
       "native:simplifygeometries",
       {{"METHOD", 0}, {"TOLERANCE", 0.4}}},
      {"SimplifyToGrid",
       T::Simplify{Method::kSnapToGrid, 0.5},
       "native:simplifygeometries",
       {{"METHOD", 1}, {"TOLERANCE", 0.5}}},
      {"SimplifyByArea",
       T::Simplify{Method::kArea, 0.4},
       "native:simplifygeometries",
       {{"METHOD", 2}, {"TOLERANCE", 0.4}}},
      {"ConvexHull", T::ConvexHull{}, "native:convexhull", {}},
      {"MakeValid", T::MakeValid{}, "native:fixgeometries", {}},
      {"Reproject",
       T::Reproject{"EPSG:4326"},
       "native:reprojectlayer",
       {{"TARGET_CRS", "EPSG:4326"}}},
      {"BoundingBox", T::BoundingBox{}, "native:boundingboxes", {}},
      {"OrientedBox", T::OrientedMinimumBoundingBox{}, "native:orientedminimumboundingbox", {}},
      {"Circle", T::MinimumEnclosingCircle{}, "native:minimumenclosingcircle", {}},
      {"CircleOfEight",
       T::MinimumEnclosingCircle{8},
       "native:minimumenclosingcircle",
       {{"SEGMENTS", 8}}},
      {"DensifyByCount", T::DensifyByCount{3}, "native:densifygeometries", {{"VERTICES", 3}}},
      {"DensifyByDistance",
       T::DensifyByDistance{0.3},
       "native:densifygeometriesgivenaninterval",
       {{"INTERVAL", 0.3}}},
      {"SmoothByDefault", T::Smooth{}, "native:smoothgeometry", {}},
      {"Smooth",
       T::Smooth{3, 0.3, 120},
       "native:smoothgeometry",
       {{"ITERATIONS", 3}, {"OFFSET", 0.3}, {"MAX_ANGLE", 120}}},
      {"Boundary", T::Boundary{}, "native:boundary", {}},
      {"DeleteHoles", T::DeleteHoles{}, "native:deleteholes", {}},
      {"DeleteSmallHoles", T::DeleteHoles{1}, "native:deleteholes", {{"MIN_AREA", 1}}},
      {"RemoveDuplicateVertices",
       T::RemoveDuplicateVertices{},
       "native:removeduplicatevertices",
       {}},
      {"RemoveDuplicateVerticesWithZ",
       T::RemoveDuplicateVertices{0.5, true},
       "native:removeduplicatevertices",
       {{"TOLERANCE", 0.5}, {"USE_Z_VALUE", true}}},
      {"SnapToGridByDefault", T::SnapToGrid{}, "native:snappointstogrid", {}},
      {"SnapToGrid",
       T::SnapToGrid{2, 0, 0.5, 3},
       "native:snappointstogrid",
       {{"HSPACING", 2}, {"VSPACING", 0}, {"ZSPACING", 0.5}, {"MSPACING", 3}}},
      {"ForceRightHandRule", T::ForceRightHandRule{}, "native:forcerhr", {}},
      {"MergeLines", T::MergeLines{}, "native:mergelines", {}},
      {"ReverseLineDirection", T::ReverseLineDirection{}, "native:reverselinedirection", {}},
      {"PromoteToMulti", T::PromoteToMulti{}, "native:promotetomulti", {}},
      {"SingleParts", T::SingleParts{}, "native:multiparttosingleparts", {}},
      {"DropZ", T::DropZM{true, false}, "native:dropmzvalues", {{"DROP_Z_VALUES", true}}},
      {"DropM", T::DropZM{false, true}, "native:dropmzvalues", {{"DROP_M_VALUES", true}}},
      {"DropBoth",
       T::DropZM{true, true},
       "native:dropmzvalues",
       {{"DROP_Z_VALUES", true}, {"DROP_M_VALUES", true}}},
      {"SwapXY", T::SwapXY{}, "native:swapxy", {}},
      {"Translate",
       T::Translate{1.25, -2, 0, 0},
       "native:translategeometry",
       {{"DELTA_X", 1.25}, {"DELTA_Y", -2}}},
      {"TranslateInto4D",
       T::Translate{0, 1, 2, 3},
       "native:translategeometry",
       {{"DELTA_Y", 1}, {"DELTA_Z", 2}, {"DELTA_M", 3}}},
      {"Rotate", T::Rotate{33, {}}, "native:rotatefeatures", {{"ANGLE", 33}}},
      {"RotateAroundAPoint",
       T::Rotate{-90, T::Anchor{10, 20}},
       "native:rotatefeatures",
       {{"ANGLE", -90}, {"ANCHOR", "10,20 [EPSG:3857]"}}},
  };
}

}  // namespace

const std::vector<NativeOperation>& nativeOperations() {
  static const std::vector<NativeOperation> kOperations = makeOperations();
  return kOperations;
}

}  // namespace geotask::testing
