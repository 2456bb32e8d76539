// SPDX-License-Identifier: GPL-2.0-or-later
//
// For each operation the calls that QGIS's own algorithm makes (src/analysis/processing in QGIS).
// None waits, none keeps anything between two geometries.
#pragma once

#include "absl/status/statusor.h"
#include "qgis/transform_change.h"

namespace geotask {

// New outlines and places for a geometry (transform_outlines.cpp).
ChangeGeometry changeOf(const Transform::Centroid& operation);
ChangeGeometry changeOf(const Transform::PointOnSurface& operation);
ChangeByCost changeOf(const Transform::ConvexHull& operation);
ChangeGeometry changeOf(const Transform::BoundingBox& operation);
ChangeByCost changeOf(const Transform::OrientedMinimumBoundingBox& operation);
ChangeByCost changeOf(const Transform::MinimumEnclosingCircle& operation);

// More, fewer or other vertices (transform_vertices.cpp).
ChangeByCost changeOf(const Transform::Simplify& operation);
ChangeGeometry changeOf(const Transform::DensifyByCount& operation);
ChangeGeometry changeOf(const Transform::DensifyByDistance& operation);
ChangeGeometry changeOf(const Transform::Smooth& operation);
ChangeGeometry changeOf(const Transform::RemoveDuplicateVertices& operation);
ChangeGeometry changeOf(const Transform::SnapToGrid& operation);

// Other rings, lines and parts (transform_parts.cpp).
ChangeByCost changeOf(const Transform::MakeValid& operation);
ChangeGeometry changeOf(const Transform::Boundary& operation);
ChangeGeometry changeOf(const Transform::DeleteHoles& operation);
ChangeGeometry changeOf(const Transform::ForceRightHandRule& operation);
ChangeByCost changeOf(const Transform::MergeLines& operation);
ChangeGeometry changeOf(const Transform::ReverseLineDirection& operation);
ChangeGeometry changeOf(const Transform::PromoteToMulti& operation);

// The same shape elsewhere (transform_places.cpp).
ChangeGeometry changeOf(const Transform::DropZM& operation);
ChangeGeometry changeOf(const Transform::SwapXY& operation);
ChangeGeometry changeOf(const Transform::Translate& operation);
ChangeGeometry changeOf(const Transform::Rotate& operation);
// INVALID_CRS for one that QGIS does not know.
absl::StatusOr<ChangeGeometry> reprojection(const Transform::Reproject& operation,
                                            const std::string& from_crs);

}  // namespace geotask
