// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/geometry_task.h"

#include <utility>

#include "geos/geos.h"
#include "geos/point_buffer.h"
#include "geos/unite.h"

namespace geotask {

namespace {

using Kind = GeometryTask::Kind;
using State = GeometryAnswer::State;

int capNumber(CapStyle style) {
  switch (style) {
    case CapStyle::kFlat:
      return GEOSBUF_CAP_FLAT;
    case CapStyle::kSquare:
      return GEOSBUF_CAP_SQUARE;
    default:
      return GEOSBUF_CAP_ROUND;
  }
}

int joinNumber(JoinStyle style) {
  switch (style) {
    case JoinStyle::kMitre:
      return GEOSBUF_JOIN_MITRE;
    case JoinStyle::kBevel:
      return GEOSBUF_JOIN_BEVEL;
    default:
      return GEOSBUF_JOIN_ROUND;
  }
}

GeometryAnswer failed(Geos& geos) {
  std::string error = geos.takeError();
  if (error.find("bad_alloc") != std::string::npos) return {State::kNoMemory, {}, {}};
  return {State::kFailed, {}, std::move(error)};
}

GeometryAnswer done(Geos& geos, const GEOSGeometry* geometry) {
  if (geometry == nullptr) return failed(geos);
  std::string wkb = geos.toWkb(geometry);
  if (wkb.empty()) return failed(geos);
  return {State::kDone, std::move(wkb), {}};
}

bool buffers(Kind kind) {
  return kind == Kind::kBuffer || kind == Kind::kBufferValid || kind == Kind::kBufferApart;
}

Geom buffer(Geos& geos, const GEOSGeometry* geometry, const BufferStyle& style) {
  return Geom(GEOSBufferWithStyle_r(geos.context(), geometry, style.distance, style.segments,
                                    capNumber(style.cap), joinNumber(style.join),
                                    style.mitre_limit));
}

}  // namespace

BufferStyle bufferStyle(const BufferOptions& options, double distance) {
  return {distance, options.segmentsOrDefault(), options.cap_style, options.join_style,
          options.mitreLimitOrDefault()};
}

GeometryAnswer bufferPlainWkb(absl::string_view wkb, const BufferStyle& style) {
  const auto by_geos = [&style](absl::string_view given) {
    Geos& geos = Geos::ofThread();
    geos.takeError();
    const Geom geometry = geos.fromPlainWkb(given);
    if (geometry == nullptr) return failed(geos);
    return done(geos, buffer(geos, geometry.get(), style).get());
  };
  if (!isPoint(wkb)) return by_geos(wkb);
  thread_local PointBuffers points;
  return points.buffer(wkb, style, by_geos);
}

GeometryAnswer runGeometryTask(const GeometryTask& task) {
  Geos& geos = Geos::ofThread();
  geos.takeError();
  std::vector<Geom> made;
  for (const std::string& wkb : task.wkbs) {
    Geom geometry = geos.fromWkb(wkb);
    if (geometry == nullptr) return failed(geos);
    if (task.kind == Kind::kIsValid || task.kind == Kind::kBufferValid) {
      const char valid = GEOSisValid_r(geos.context(), geometry.get());
      if (valid > 1) return failed(geos);
      if (valid == 0) return {State::kInvalid, {}, {}};
      if (task.kind == Kind::kIsValid) return {};
    }
    if (buffers(task.kind)) {
      if (isPoint(wkb)) {
        GeometryAnswer answer = bufferPlainWkb(wkb, task.style);
        if (answer.state != State::kDone || task.kind == Kind::kBuffer) return answer;
        geometry = geos.fromWkb(answer.wkb);
      } else {
        geometry = buffer(geos, geometry.get(), task.style);
      }
      if (geometry == nullptr) return failed(geos);
      if (task.kind == Kind::kBuffer) return done(geos, geometry.get());
    }
    made.push_back(std::move(geometry));
  }
  if (task.kind == Kind::kBufferApart) {
    std::vector<Geom> polygons;
    for (Geom& one : made) {
      for (Geom& polygon : geos.members(std::move(one))) polygons.push_back(std::move(polygon));
    }
    return done(geos, geos.collection(GEOS_MULTIPOLYGON, std::move(polygons)).get());
  }
  if (task.kind == Kind::kUniteAtOnce) {
    const Geom all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(made));
    if (all == nullptr) return failed(geos);
    return done(geos, Geom(GEOSUnaryUnion_r(geos.context(), all.get())).get());
  }
  return done(geos, uniteAll(std::move(made)).get());
}

}  // namespace geotask
