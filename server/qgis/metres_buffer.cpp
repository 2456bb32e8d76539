// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/metres_buffer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/antimeridian.h"
#include "qgis/from_plane.h"
#include "qgis/geometry_paths.h"
#include "qgis/local_map.h"
#include "qgis/straighten.h"

namespace geotask {

namespace {

// Of what a distance may be off, 0.06 % goes to the local projection (local_projection.h) and this
// much to edges, each way.
constexpr double kToleranceShare = 1.5e-4;
constexpr double kLeastTolerance = 0.02;  // Metres.
constexpr int kMostHalvings = 80;         // Of a line, then of an edge.

double toleranceFor(double distance) {
  return std::max(kToleranceShare * std::abs(distance), kLeastTolerance);
}

// How far a small feature reaches from its middle: (c + d/2)^2 / (6 R^2) is 0.06 % then.
double reachFor(double distance, double radius) {
  return std::max(0.06 * radius - std::abs(distance) / 2, 0.04 * radius);
}

bool isRound(const BufferOptions& options) {
  return options.side == Side::kBoth &&
         (options.cap_style == CapStyle::kUnspecified || options.cap_style == CapStyle::kRound) &&
         (options.join_style == JoinStyle::kUnspecified || options.join_style == JoinStyle::kRound);
}

absl::Status tooWide(const std::string& what) {
  return makeError(absl::StatusCode::kInvalidArgument, what,
                   {"FEATURE_TOO_WIDE", "", "",
                    "a feature of at most 500 km, or round caps and joins on both sides",
                    "Leave out the styles and the side, split the feature, or give it in a "
                    "projected CRS with unit LAYER."});
}

absl::Status notValid() {
  return makeError(
      absl::StatusCode::kInvalidArgument,
      "its polygons cross themselves or each other, and it is too wide to be buffered as a whole",
      {"INVALID_GEOMETRY", "", "", "valid polygons",
       "Repair it, for example with native:fixgeometries."});
}

absl::Status checkValid(const QgsGeometry& polygons, const GeosByCost& geos) {
  absl::StatusOr<bool> is_valid = geos.isValid(polygons);
  if (!is_valid.ok()) return is_valid.status();
  return *is_valid ? absl::OkStatus() : notValid();
}

// Null when one of them is, or GEOS cannot.
absl::StatusOr<QgsGeometry> unite(const QVector<QgsGeometry>& polygons, const GeosByCost& geos) {
  absl::StatusOr<QgsGeometry> united = geos.unite(polygons);
  if (!united.ok() || united->isNull()) return united;
  return collectPolygons({*std::move(united)});
}

}  // namespace

struct MetresBuffer::Task {
  const QgsGeometry& geometry;
  double distance;
  const std::optional<double> seam;
  const GeosByCost& geos;

  bool reachesSeam(const QgsGeometry& part) const {
    const QgsRectangle box = part.boundingBox();
    const double west = seam.value_or(-1000);
    return box.xMinimum() - west < 1e-9 || west + 360 - box.xMaximum() < 1e-9;
  }
};

absl::StatusOr<MetresBuffer> MetresBuffer::create(const std::string& crs,
                                                  const BufferOptions& options) {
  auto frame = GeodeticFrame::create(crs);
  if (!frame.ok()) return frame.status();
  MetresBuffer made(*std::move(frame), options);
  if (options.distance && std::abs(*options.distance) > made.longestDistance()) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"OUT_OF_RANGE", "spec.buffer.distance", absl::StrCat(*options.distance),
                      absl::StrCat("at most ", made.longestDistance(), " m on this ellipsoid")});
  }
  return made;
}

double MetresBuffer::longestDistance() const {
  return std::min(kMaxMetres, 0.8 * frame_.ellipsoid().a);
}

MetresBuffer::MaybeGeometry MetresBuffer::bufferSmall(const QgsGeometry& geometry, double distance,
                                                      const BufferOptions& options,
                                                      const GeosByCost& geos) const {
  const double reach = reachFor(distance, frame_.ellipsoid().a);
  const QgsRectangle box = geometry.boundingBox();
  Path centre = {{(box.xMinimum() + box.xMaximum()) / 2, (box.yMinimum() + box.yMaximum()) / 2}};
  absl::Status status = frame_.toLonLat(centre);
  if (!status.ok()) {
    // The middle of what is far from small may be nowhere; a point may not.
    if (box.width() == 0 && box.height() == 0) return status;
    return std::nullopt;
  }
  const LocalProjection projection(frame_.ellipsoid(), centre.front());
  LocalMap map(frame_, projection, toleranceFor(distance));
  auto plane =
      mapPaths(*geometry.constGet(), [&](const Path& path) { return map.toPlane(path, reach); });
  if (!plane.ok()) return plane.status();
  if (plane->isNull()) return std::nullopt;
  absl::StatusOr<QgsGeometry> in_plane =
      geos.engine().buffer(*plane, distance, options, geos.watch());
  if (!in_plane.ok()) return in_plane.status();
  auto buffered = fromPlane(*std::move(in_plane), frame_, projection, toleranceFor(distance), geos);
  if (!buffered.ok()) return buffered.status();
  return *std::move(buffered);
}

absl::StatusOr<QgsGeometry> MetresBuffer::buffer(const QgsGeometry& geometry, double distance,
                                                 const GeosByCost& geos) const {
  if (geometry.isEmpty() || distance == 0)
    return geos.engine().buffer(geometry, distance, options_, geos.watch());
  absl::StatusOr<QgsGeometry> straight = straightened(geometry);
  if (!straight.ok()) return straight;
  std::optional<double> seam;
  if (frame_.isGeographic()) {
    absl::Status status = checkLonLat(*straight);
    if (!status.ok()) return status;
    seam = seamOf(*straight);
    if (seam && !isRound(options_)) {
      return tooWide("it is cut at the antimeridian, where only round buffers join");
    }
  }
  if (!seam || distance > 0) {
    auto small = bufferSmall(*straight, distance, options_, geos);
    if (!small.ok()) return small.status();
    if (*small) return **std::move(small);
  }
  return bufferParts({*straight, distance, seam, geos});
}

absl::StatusOr<QgsGeometry> MetresBuffer::bufferParts(const Task& task) const {
  if (options_.side != Side::kBoth) return tooWide("it is too wide to be buffered on one side");
  const bool shrinks = task.distance < 0;
  if (shrinks) {
    absl::Status status = checkValid(task.geometry, task.geos);
    if (!status.ok()) return status;
  }
  QVector<QgsGeometry> done;
  QVector<QgsGeometry> together;  // What meets at the seam.
  for (const QgsGeometry& part : simpleParts(task.geometry, shrinks ? 2 : 0)) {
    if (task.geos.cancelled()) return absl::CancelledError();
    if (shrinks && task.seam && task.reachesSeam(part)) {
      together.append(part);
      continue;
    }
    auto small = bufferSmall(part, task.distance, options_, task.geos);
    if (!small.ok()) return small.status();
    if (*small) {
      done.append(**std::move(small));
      continue;
    }
    if (!isRound(options_)) return tooWide("it is too wide for other than round caps and joins");
    absl::Status status;
    if (QgsWkbTypes::wkbDimensions(part.wkbType()) == 1) {
      visitPaths(*part.constGet(),
                 [&](const Path& line) { status = bufferLine(line, task, 0, done); });
    } else if (shrinks) {
      status = shrinkTogether({part}, task, done);
    } else {
      status = growPart(part, task, done);
    }
    if (!status.ok()) return status;
  }
  if (!together.isEmpty()) {
    absl::Status status = shrinkTogether(together, task, done);
    if (!status.ok()) return status;
  }
  if (done.size() == 1 && !done.front().isNull()) return collectPolygons(done);
  return unite(done, task.geos);
}

absl::Status MetresBuffer::growPart(const QgsGeometry& part, const Task& task,
                                    QVector<QgsGeometry>& out) const {
  absl::Status status = checkValid(part, task.geos);
  QVector<QgsGeometry> strips;
  if (status.ok()) status = bufferBoundary({part}, task, strips);
  if (!status.ok()) return status;
  absl::StatusOr<QgsGeometry> whole = part;
  if (frame_.isGeographic()) whole = cutAtMeridian(part, -180, task.geos);
  if (!whole.ok()) return whole.status();
  // First the strips: each union with the part takes as long as that is large.
  absl::StatusOr<QgsGeometry> added = unite(strips, task.geos);
  if (!added.ok()) return added.status();
  absl::StatusOr<QgsGeometry> grown = unite({*whole, *added}, task.geos);
  if (grown.ok()) out.append(*std::move(grown));
  return grown.status();
}

absl::Status MetresBuffer::bufferLine(const Path& line, const Task& task, int depth,
                                      QVector<QgsGeometry>& out) const {
  if (task.geos.cancelled()) return absl::CancelledError();
  if (depth > kMostHalvings) {
    return makeError(absl::StatusCode::kInvalidArgument, "an edge crosses where its CRS is torn",
                     {"TRANSFORM_FAILED", "", "", "coordinates in the CRS's area of use",
                      "Give the data in a CRS that is made for its place, or in degrees."});
  }
  BufferOptions round;
  round.segments = options_.segmentsOrDefault();
  // GEOS takes a closed line for a ring, and leaves gaps in its buffer (seen with 3.11).
  const bool closed =
      line.size() > 2 && line.front().x == line.back().x && line.front().y == line.back().y;
  if (!closed) {
    auto small = bufferSmall(lineGeometry(line), std::abs(task.distance), round, task.geos);
    if (!small.ok()) return small.status();
    if (*small) {
      out.append(**std::move(small));
      return absl::OkStatus();
    }
  }
  Path first = line;
  if (first.size() == 2) first.insert(first.begin() + 1, between(first[0], first[1], 0.5));
  const auto middle = static_cast<std::ptrdiff_t>(first.size() / 2);
  const Path second(first.begin() + middle, first.end());
  first.resize(static_cast<size_t>(middle) + 1);
  absl::Status status = bufferLine(first, task, depth + 1, out);
  return status.ok() ? bufferLine(second, task, depth + 1, out) : status;
}

absl::Status MetresBuffer::bufferBoundary(const QVector<QgsGeometry>& polygons, const Task& task,
                                          QVector<QgsGeometry>& out) const {
  for (const Path& line : boundaryLines(polygons, task.seam)) {
    absl::Status status = bufferLine(line, task, 0, out);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status MetresBuffer::shrinkTogether(const QVector<QgsGeometry>& polygons, const Task& task,
                                          QVector<QgsGeometry>& out) const {
  if (!isRound(options_)) return tooWide("it is too wide for other than round caps and joins");
  QVector<QgsGeometry> strips;
  absl::Status status = bufferBoundary(polygons, task, strips);
  if (!status.ok()) return status;
  absl::StatusOr<QgsGeometry> whole = collectPolygons(polygons);
  if (frame_.isGeographic()) {
    // What was cut elsewhere hangs together there.
    whole = cutAtMeridian(*whole, -180, task.geos);
    if (whole.ok()) whole = unite({*whole}, task.geos);
  }
  if (!whole.ok()) return whole.status();
  absl::StatusOr<QgsGeometry> taken = unite(strips, task.geos);
  if (!taken.ok()) return taken.status();
  const bool nothing = taken->isEmpty() && !taken->isNull();
  absl::StatusOr<QgsGeometry> left = nothing ? whole : task.geos.difference(*whole, *taken);
  if (left.ok()) out.append(*std::move(left));
  return left.status();
}

}  // namespace geotask
