// SPDX-License-Identifier: GPL-2.0-or-later
//
// Brings lines and rings from the coordinates of a CRS into the plane of a local projection and
// back. Edges are straight where they come from, so they get vertices in between until they are
// straight where they go, within a tolerance.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "qgis/geodetic_frame.h"
#include "qgis/local_projection.h"
#include "qgis/position.h"

namespace geotask {

// One thread. Frame and projection outlive it.
//
// Errors: TRANSFORM_FAILED where the CRS is torn or ends, TOO_MANY_VERTICES when a few million
// vertices in between do not do.
class LocalMap {
 public:
  // The tolerance in metres: how far an edge may stray.
  LocalMap(const GeodeticFrame& frame, const LocalProjection& projection, double tolerance)
      : frame_(frame), projection_(projection), tolerance_(tolerance) {}

  // Nothing when a vertex lies further than `reach` metres from the centre.
  absl::StatusOr<std::optional<Path>> toPlane(const Path& data, double reach);

  // For rings that do not come near a pole when the CRS is geographic. Longitudes are unbroken: they
  // may pass 180.
  absl::StatusOr<Path> toData(const Path& plane);

  // For geographic CRSs: of a ring in the half plane on one side (1: x >= 0, -1: x <= 0), with the
  // edges along the poles that it needs. No longitude is more than 180 from the centre's.
  absl::StatusOr<Path> halfToData(const Path& plane, int side);

 private:
  struct Node {
    Position data;
    Position plane;
  };
  using Nodes = std::vector<Node>;
  enum class Way { kToPlane, kToData };

  absl::Status fillPlane(Nodes& nodes) const;
  absl::Status fillData(Nodes& nodes, int side) const;
  // Into how many pieces an edge is to be cut; in longitude and latitude.
  int piecesByFormula(const Node& from, const Node& to) const;
  // The same for each edge that is not settled; in any CRS.
  absl::Status piecesByLooking(const Nodes& nodes, const std::vector<bool>& settled,
                               std::vector<int>& pieces) const;
  absl::Status refine(Nodes& nodes, Way way, int side);

  const GeodeticFrame& frame_;
  const LocalProjection& projection_;
  const double tolerance_;
  size_t added_ = 0;
};

}  // namespace geotask
