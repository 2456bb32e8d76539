// SPDX-License-Identifier: GPL-2.0-or-later
#include "native_operations.h"

#include <utility>

namespace geotask::testing {

namespace {

BufferOptions buffered(double distance) {
  BufferOptions options;
  options.distance = distance;
  return options;
}

// One call at a time: compilers take minutes for one list of them all.
std::vector<NativeOperation> makeOperations() {
  using T = Transform;
  using Method = T::SimplifyMethod;
  std::vector<NativeOperation> all;
  const auto add = [&all](const char* name, T::Operation operation, const char* algorithm,
                          const QVariantMap& parameters = {}) {
    all.push_back({name, std::move(operation), algorithm, parameters});
  };
  add("Buffer", buffered(0.7), "native:buffer", {{"DISTANCE", 0.7}});
  add("BufferShrinks", buffered(-0.2), "native:buffer", {{"DISTANCE", -0.2}});
  add("Centroid", T::Centroid{}, "native:centroids");
  add("CentroidOfAllParts", T::Centroid{true}, "native:centroids", {{"ALL_PARTS", true}});
  add("PointOnSurface", T::PointOnSurface{}, "native:pointonsurface");
  add("PointOnSurfaceOfAllParts", T::PointOnSurface{true}, "native:pointonsurface",
      {{"ALL_PARTS", true}});
  add("SimplifyByDefault", T::Simplify{}, "native:simplifygeometries");
  add("SimplifyByDistance", T::Simplify{Method::kDistance, 0.4}, "native:simplifygeometries",
      {{"METHOD", 0}, {"TOLERANCE", 0.4}});
  add("SimplifyToGrid", T::Simplify{Method::kSnapToGrid, 0.5}, "native:simplifygeometries",
      {{"METHOD", 1}, {"TOLERANCE", 0.5}});
  add("SimplifyByArea", T::Simplify{Method::kArea, 0.4}, "native:simplifygeometries",
      {{"METHOD", 2}, {"TOLERANCE", 0.4}});
  add("ConvexHull", T::ConvexHull{}, "native:convexhull");
  add("MakeValid", T::MakeValid{}, "native:fixgeometries");
  add("Reproject", T::Reproject{"EPSG:4326"}, "native:reprojectlayer",
      {{"TARGET_CRS", "EPSG:4326"}});
  add("BoundingBox", T::BoundingBox{}, "native:boundingboxes");
  add("OrientedBox", T::OrientedMinimumBoundingBox{}, "native:orientedminimumboundingbox");
  add("Circle", T::MinimumEnclosingCircle{}, "native:minimumenclosingcircle");
  add("CircleOfEight", T::MinimumEnclosingCircle{8}, "native:minimumenclosingcircle",
      {{"SEGMENTS", 8}});
  add("DensifyByCount", T::DensifyByCount{3}, "native:densifygeometries", {{"VERTICES", 3}});
  add("DensifyByDistance", T::DensifyByDistance{0.3}, "native:densifygeometriesgivenaninterval",
      {{"INTERVAL", 0.3}});
  add("SmoothByDefault", T::Smooth{}, "native:smoothgeometry");
  add("Smooth", T::Smooth{3, 0.3, 120}, "native:smoothgeometry",
      {{"ITERATIONS", 3}, {"OFFSET", 0.3}, {"MAX_ANGLE", 120}});
  add("Boundary", T::Boundary{}, "native:boundary");
  add("DeleteHoles", T::DeleteHoles{}, "native:deleteholes");
  add("DeleteSmallHoles", T::DeleteHoles{1}, "native:deleteholes", {{"MIN_AREA", 1}});
  add("RemoveDuplicateVertices", T::RemoveDuplicateVertices{}, "native:removeduplicatevertices");
  add("RemoveDuplicateVerticesWithZ", T::RemoveDuplicateVertices{0.5, true},
      "native:removeduplicatevertices", {{"TOLERANCE", 0.5}, {"USE_Z_VALUE", true}});
  add("SnapToGridByDefault", T::SnapToGrid{}, "native:snappointstogrid");
  add("SnapToGrid", T::SnapToGrid{2, 0, 0.5, 3}, "native:snappointstogrid",
      {{"HSPACING", 2}, {"VSPACING", 0}, {"ZSPACING", 0.5}, {"MSPACING", 3}});
  add("ForceRightHandRule", T::ForceRightHandRule{}, "native:forcerhr");
  add("MergeLines", T::MergeLines{}, "native:mergelines");
  add("ReverseLineDirection", T::ReverseLineDirection{}, "native:reverselinedirection");
  add("PromoteToMulti", T::PromoteToMulti{}, "native:promotetomulti");
  add("SingleParts", T::SingleParts{}, "native:multiparttosingleparts");
  add("DropZ", T::DropZM{true, false}, "native:dropmzvalues", {{"DROP_Z_VALUES", true}});
  add("DropM", T::DropZM{false, true}, "native:dropmzvalues", {{"DROP_M_VALUES", true}});
  add("DropBoth", T::DropZM{true, true}, "native:dropmzvalues",
      {{"DROP_Z_VALUES", true}, {"DROP_M_VALUES", true}});
  add("SwapXY", T::SwapXY{}, "native:swapxy");
  add("Translate", T::Translate{1.25, -2, 0, 0}, "native:translategeometry",
      {{"DELTA_X", 1.25}, {"DELTA_Y", -2}});
  add("TranslateInto4D", T::Translate{0, 1, 2, 3}, "native:translategeometry",
      {{"DELTA_Y", 1}, {"DELTA_Z", 2}, {"DELTA_M", 3}});
  add("Rotate", T::Rotate{33, {}}, "native:rotatefeatures", {{"ANGLE", 33}});
  add("RotateAroundAPoint", T::Rotate{-90, T::Anchor{10, 20}}, "native:rotatefeatures",
      {{"ANGLE", -90}, {"ANCHOR", "10,20 [EPSG:3857]"}});
  return all;
}

}  // namespace

const std::vector<NativeOperation>& nativeOperations() {
  static const std::vector<NativeOperation> kOperations = makeOperations();
  return kOperations;
}

}  // namespace geotask::testing
