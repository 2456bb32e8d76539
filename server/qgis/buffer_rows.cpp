// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/buffer_rows.h"

#include <qgscoordinatetransformcontext.h>
#include <qgsexception.h>
#include <qgsgeometrycollection.h>
#include <qgspoint.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/stop.h"
#include "domain/wkb.h"
#include "geos/wkb_bytes.h"
#include "geos/wkb_parts.h"
#include "qgis/buffer_geometry.h"
#include "qgis/chunk_reader.h"
#include "qgis/crs.h"
#include "qgis/geometry.h"
#include "qgis/geos_by_cost.h"
#include "qgis/plain_wkb.h"
#include "qgis/reproject_wkb.h"
#include "qgis/wkb_type.h"

namespace geotask {

namespace {

absl::Status rowError(const Feature& row, const std::string& what, ErrorDetail detail) {
  return makeError(absl::StatusCode::kInvalidArgument, absl::StrCat("feature ", row.id, ": ", what),
                   std::move(detail));
}

absl::Status atRow(const Feature& row, const absl::Status& status) {
  return makeError(status.code(), absl::StrCat("feature ", row.id, ": ", status.message()),
                   errorDetail(status));
}

bool isLines(const WkbParts& parts) {
  return parts.type == kWkbLineString || parts.type == kWkbMultiLineString;
}

// As QGIS reads a polygon without a ring from GEOS, which is not as it reads it from WKB.
QgsGeometry emptyBuffer() {
  BufferOptions round;
  return bufferGeometry(QgsGeometry(std::make_unique<QgsPoint>(0, 0)), -1, round);
}

}  // namespace

RowBuffer::RowBuffer(const BufferOptions& options, std::optional<size_t> distance_field,
                     std::optional<QgsCoordinateTransform> transform,
                     std::optional<MetresBuffer> metres, const BufferEngine& engine)
    : options_(options),
      distance_field_(distance_field),
      transform_(std::move(transform)),
      metres_(std::move(metres)),
      engine_(&engine) {}

absl::StatusOr<RowBuffer> RowBuffer::create(const BufferOptions& options, const Schema& input,
                                            const BufferEngine& engine) {
  std::optional<size_t> distance_field;
  if (!options.distance_field.empty()) distance_field = input.fieldIndex(options.distance_field);
  std::optional<QgsCoordinateTransform> transform;
  if (!options.output_crs.empty()) {
    auto from = crsFromText(input.crs);
    if (!from.ok()) return from.status();
    auto to = crsFromText(options.output_crs);
    if (!to.ok()) return to.status();
    transform.emplace(*from, *to, QgsCoordinateTransformContext());
  }
  std::optional<MetresBuffer> metres;
  if (options.unit == DistanceUnit::kMetres) {
    auto made = MetresBuffer::create(input.crs, options);
    if (!made.ok()) return made.status();
    metres.emplace(*std::move(made));
  }
  return RowBuffer(options, distance_field, std::move(transform), std::move(metres), engine);
}

double RowBuffer::predictedMicroseconds(const Feature& row) const {
  return predictedBufferMicroseconds(row, options_, distance_field_);
}

absl::StatusOr<double> RowBuffer::distanceOf(const Feature& row) const {
  if (distance_field_) {
    const Value& value = row.attributes[*distance_field_];
    std::optional<double> distance;
    if (const auto* number = std::get_if<double>(&value)) distance = *number;
    if (const auto* number = std::get_if<int64_t>(&value)) distance = static_cast<double>(*number);
    if (distance) {
      const double longest = metres_ ? metres_->longestDistance() : kMaxCoordinate;
      if (std::abs(*distance) <= longest) return *distance;
      const std::string range = absl::StrCat(-longest, " to ", longest);
      return rowError(row, absl::StrCat("its distance is not a number from ", range),
                      {"DISTANCE_OUT_OF_RANGE", "spec.buffer.distance_field",
                       options_.distance_field, range, "Correct the data."});
    }
    if (!options_.distance) {
      return rowError(row, "its distance is null",
                      {"DISTANCE_IS_NULL", "spec.buffer.distance_field", options_.distance_field,
                       "numbers", "Give spec.buffer.distance for the rows without one."});
    }
  }
  return *options_.distance;
}

absl::StatusOr<QgsGeometry> RowBuffer::bufferByQgis(const Feature& row, double distance,
                                                    const TreeWatch& watch) const {
  absl::StatusOr<QgsGeometry> geometry = geometryFromWkb(row.wkb);
  if (!geometry.ok()) return geometry.status();
  if (options_.side != Side::kBoth && QgsWkbTypes::wkbDimensions(geometry->wkbType()) != 1) {
    return makeError(absl::StatusCode::kInvalidArgument, "it is not a line",
                     {"NOT_A_LINE", "spec.buffer.side", "", "rows that are lines",
                      "Leave spec.buffer.side out, or the rows that are not lines."});
  }
  if (!metres_) return engine_->buffer(*geometry, distance, options_, watch);
  TreeWatch quiet;  // It is many pieces of work.
  quiet.cancelled = watch.cancelled;
  return metres_->buffer(*geometry, distance, GeosByCost(*engine_, quiet));
}

absl::StatusOr<RowBuffer::Buffered> RowBuffer::bufferOf(Feature& row, double distance,
                                                        const TreeWatch& watch) const {
  if (!metres_) {
    const std::optional<WkbParts> parts = wkbParts(*row.wkb);
    const bool has_side = options_.side == Side::kBoth || (parts && isLines(*parts));
    if (parts && parts->plain && has_side && parts->farthest() <= kMaxCoordinate) {
      auto wkb = engine_->buffer(*std::move(row.wkb), *parts, distance, options_, watch);
      if (!wkb.ok()) return wkb.status();
      if (!wkb->has_value()) return Buffered();
      if (isEmptyPolygon(**wkb)) return Buffered{{}, emptyBuffer()};
      return Buffered{**std::move(wkb), {}};
    }
  }
  absl::StatusOr<QgsGeometry> geometry = bufferByQgis(row, distance, watch);
  if (!geometry.ok()) return geometry.status();
  return Buffered{{}, *std::move(geometry)};
}

absl::StatusOr<RowBuffer::Buffered> RowBuffer::bufferRow(Feature& row, ChunkContext& context,
                                                         const RowProgress& progress) const {
  absl::StatusOr<double> distance = distanceOf(row);
  if (!distance.ok()) return distance.status();
  TreeWatch watch;
  watch.cancelled = [&] { return context.cancelled(); };
  if (progress) watch.progress = [&](const TreeWatch::Step& step) { progress(row, step); };
  absl::StatusOr<Buffered> buffered = bufferOf(row, *distance, watch);
  if (!buffered.ok()) {
    if (absl::IsCancelled(buffered.status())) return buffered.status();
    return atRow(row, buffered.status());
  }
  if (buffered->wkb.empty() && buffered->geometry.isNull()) {
    context.log(Severity::kWarning, "Processing",
                absl::StrCat("Error calculating buffer for feature ", row.id));
  }
  return buffered;
}

absl::Status RowBuffer::toOutputCrs(const Feature& row, QgsGeometry& geometry) const {
  if (!transform_ || geometry.isNull()) return absl::OkStatus();
  std::string failure;
  try {
    // A copy: it keeps what went wrong, and rows are done on many threads.
    const QgsCoordinateTransform transform(*transform_);
    if (geometry.transform(transform) == Qgis::GeometryOperationResult::Success &&
        (geometry.isEmpty() || geometry.boundingBox().isFinite())) {
      return absl::OkStatus();
    }
  } catch (const QgsException& error) {
    failure = ": " + error.what().toStdString();
  }
  return rowError(row,
                  absl::StrCat("its buffer cannot be brought into ", options_.output_crs, failure),
                  {"TRANSFORM_FAILED", "spec.buffer.output_crs", options_.output_crs,
                   "a CRS in whose area of use the buffers lie", ""});
}

absl::StatusOr<std::string> RowBuffer::toOutputCrs(const Feature& row,
                                                   absl::string_view plain_wkb) const {
  std::optional<std::string> moved = reprojectPlainWkb(plain_wkb, *transform_);
  if (moved) return *std::move(moved);
  QgsGeometry geometry = readWkb(std::string(plain_wkb));
  absl::Status status = toOutputCrs(row, geometry);
  if (!status.ok()) return status;
  return geometry.asWkb().toStdString();
}

std::string RowBuffer::asResult(std::string wkb) const {
  return options_.side == Side::kBoth ? toMultiPolygon(std::move(wkb)) : wkb;
}

absl::Status RowBuffer::writePolygons(Feature row, std::string wkb, ChunkOutput& out) const {
  if (!transform_ && !options_.separate_disjoint)
    return out.add({row.id, asResult(std::move(wkb)), std::move(row.attributes)});
  // One by one: they may be a million.
  std::vector<std::string> polygons;
  const WkbParts parts = wkbParts(wkb).value_or(WkbParts());
  for (const WkbPart& part : parts.parts) {
    checkStop();
    const absl::string_view bytes = absl::string_view(wkb).substr(part.begin, part.size);
    absl::StatusOr<std::string> polygon = transform_ ? toOutputCrs(row, bytes) : std::string(bytes);
    if (!polygon.ok()) return polygon.status();
    if (!options_.separate_disjoint) {
      polygons.push_back(*std::move(polygon));
      continue;
    }
    absl::Status added = out.add({row.id, *std::move(polygon), row.attributes});
    if (!added.ok()) return added;
  }
  if (options_.separate_disjoint) return absl::OkStatus();
  return out.add(
      {row.id, asResult(gatherPolygons(std::move(polygons))), std::move(row.attributes)});
}

absl::Status RowBuffer::write(Feature row, Buffered buffered, ChunkOutput& out) const {
  if (!buffered.wkb.empty()) return writePolygons(std::move(row), std::move(buffered.wkb), out);
  QgsGeometry& geometry = buffered.geometry;
  const bool both = options_.side == Side::kBoth;
  if (transform_ && both && !geometry.isEmpty() && isPlainType(geometry.wkbType()))
    return writePolygons(std::move(row), plainWkb(*geometry.constGet()), out);
  if (both) geometry.convertToMultiType();
  absl::Status status = toOutputCrs(row, geometry);
  if (!status.ok()) return status;
  if (!options_.separate_disjoint)
    return out.add({row.id, geometryToWkb(geometry), std::move(row.attributes)});
  for (auto part = geometry.const_parts_begin(); part != geometry.const_parts_end(); ++part) {
    status = out.add({row.id, (*part)->asWkb().toStdString(), row.attributes});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string RowBuffer::place(const Feature& row, const TreeWatch::Step& step) {
  return absl::StrCat("feature ", row.id, ": ", step.uniting ? "union " : "group ",
                      std::min(step.done + 1, step.total), " of ", step.total);
}

absl::Status RowBuffer::apply(FeatureBatch rows, ChunkContext& context, FeatureBatch& out) const {
  return buffer(
      std::move(rows), context, out,
      [&](const Feature& row, const TreeWatch::Step& step) { context.setPlace(place(row, step)); });
}

absl::Status RowBuffer::buffer(FeatureBatch rows, ChunkContext& context, FeatureBatch& out,
                               const RowProgress& progress) const {
  ChunkOutput output(out, "spec.buffer.separate_disjoint");
  for (Feature& row : rows) {
    if (context.cancelled()) return absl::OkStatus();
    absl::Status written;
    if (!row.wkb) {
      written = output.add(std::move(row));
    } else {
      absl::StatusOr<Buffered> buffered = bufferRow(row, context, progress);
      if (absl::IsCancelled(buffered.status())) return absl::OkStatus();
      if (!buffered.ok()) return buffered.status();
      written = write(std::move(row), *std::move(buffered), output);
    }
    if (!written.ok()) return written;
    context.addFeaturesDone(1);
  }
  return absl::OkStatus();
}

absl::Status RowBuffer::buffer(FeatureBatch& rows, ChunkContext& context,
                               std::vector<std::string>& out, const RowProgress& progress) const {
  for (Feature& row : rows) {
    if (context.cancelled()) return absl::OkStatus();
    if (row.wkb) {
      absl::StatusOr<Buffered> buffered = bufferRow(row, context, progress);
      if (absl::IsCancelled(buffered.status())) return absl::OkStatus();
      if (!buffered.ok()) return buffered.status();
      if (!buffered->wkb.empty()) {
        out.push_back(std::move(buffered->wkb));
      } else if (!buffered->geometry.isEmpty()) {
        out.push_back(*geometryToWkb(buffered->geometry));
      }
    }
    context.addFeaturesDone(1);
  }
  return absl::OkStatus();
}

}  // namespace geotask
