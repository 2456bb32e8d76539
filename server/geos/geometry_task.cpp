// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/geometry_task.h"

#include <memory>
#include <utility>

#include "geos/geos.h"
#include "geos/point_buffer.h"
#include "geos/unite.h"
#include "geos/wkb_parts.h"

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

GeometryAnswer done(Geos& geos, const GEOSGeometry* geometry, bool with_z = false) {
  if (geometry == nullptr) return failed(geos);
  std::string wkb = with_z ? geos.toWkbWithZ(geometry) : geos.toWkb(geometry);
  if (wkb.empty()) return failed(geos);
  return {State::kDone, std::move(wkb), {}};
}

struct ParamsDeleter {
  GEOSContextHandle_t context;
  void operator()(GEOSBufferParams* params) const { GEOSBufferParams_destroy_r(context, params); }
};

// On one side: of a line.
Geom buffer(Geos& geos, const GEOSGeometry* geometry, const BufferStyle& style) {
  const GEOSContextHandle_t context = geos.context();
  const std::unique_ptr<GEOSBufferParams, ParamsDeleter> params(GEOSBufferParams_create_r(context),
                                                                {context});
  if (params == nullptr) return nullptr;
  // First the segments, which GEOS does not take with other joins than round ones.
  GEOSBufferParams_setQuadrantSegments_r(context, params.get(), style.segments);
  GEOSBufferParams_setEndCapStyle_r(context, params.get(), capNumber(style.cap));
  GEOSBufferParams_setJoinStyle_r(context, params.get(), joinNumber(style.join));
  GEOSBufferParams_setMitreLimit_r(context, params.get(), style.mitre_limit);
  GEOSBufferParams_setSingleSided_r(context, params.get(), style.side == Side::kBoth ? 0 : 1);
  const double distance = style.side == Side::kRight ? -style.distance : style.distance;
  return Geom(GEOSBufferWithParams_r(context, geometry, params.get(), distance));
}

// Of lines, as QgsGeometry::singleSidedBuffer: the buffers of those that GEOS can do, not united.
GeometryAnswer bufferLines(Geos& geos, const GEOSGeometry* lines, const BufferStyle& style) {
  GeometryAnswer last;
  std::vector<std::string> buffers;
  const int count = GEOSGetNumGeometries_r(geos.context(), lines);
  for (int i = 0; i < count; ++i) {
    const GEOSGeometry* const line = GEOSGetGeometryN_r(geos.context(), lines, i);
    last = done(geos, buffer(geos, line, style).get());
    if (last.state == State::kNoMemory) return last;
    if (last.state == State::kDone) buffers.push_back(std::move(last.wkb));
  }
  if (buffers.empty()) return last;
  return {State::kDone, sideBySide(std::move(buffers)), {}};
}

// Null when it could not be read.
GeometryAnswer bufferGeom(Geos& geos, const Geom& geometry, const BufferStyle& style) {
  if (geometry == nullptr) return failed(geos);
  if (style.side != Side::kBoth) return bufferLines(geos, geometry.get(), style);
  return done(geos, buffer(geos, geometry.get(), style).get());
}

// Of any WKB.
GeometryAnswer bufferWkb(Geos& geos, const std::string& wkb, const BufferStyle& style) {
  if (isPoint(wkb)) return bufferPlainWkb(wkb, style);
  return bufferGeom(geos, geos.fromWkb(wkb), style);
}

GeometryAnswer bufferApart(Geos& geos, const GeometryTask& task) {
  std::vector<std::string> buffers;
  for (const std::string& wkb : task.wkbs) {
    GeometryAnswer answer = bufferWkb(geos, wkb, task.style);
    if (answer.state != State::kDone) return answer;
    buffers.push_back(std::move(answer.wkb));
  }
  return {State::kDone, gatherPolygons(std::move(buffers)), {}};
}

// kDone or kInvalid.
GeometryAnswer checkValid(Geos& geos, const GEOSGeometry* geometry) {
  const char valid = GEOSisValid_r(geos.context(), geometry);
  if (valid > 1) return failed(geos);
  return {valid == 1 ? State::kDone : State::kInvalid, {}, {}};
}

GeometryAnswer unite(Geos& geos, Kind kind, std::vector<Geom> polygons) {
  if (kind != Kind::kUniteAtOnce) return done(geos, uniteAll(std::move(polygons)).get());
  const Geom all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(polygons));
  if (all == nullptr) return failed(geos);
  return done(geos, Geom(GEOSUnaryUnion_r(geos.context(), all.get())).get());
}

struct MakeValidParamsDeleter {
  GEOSContextHandle_t context;
  void operator()(GEOSMakeValidParams* params) const {
    GEOSMakeValidParams_destroy_r(context, params);
  }
};

// As QGIS asks for it: what collapses is left out.
Geom makeValidByStructure(GEOSContextHandle_t context, const GEOSGeometry* geometry) {
  const std::unique_ptr<GEOSMakeValidParams, MakeValidParamsDeleter> params(
      GEOSMakeValidParams_create_r(context), {context});
  if (params == nullptr) return nullptr;
  GEOSMakeValidParams_setMethod_r(context, params.get(), GEOS_MAKE_VALID_STRUCTURE);
  GEOSMakeValidParams_setKeepCollapsed_r(context, params.get(), 0);
  return Geom(GEOSMakeValidWithParams_r(context, geometry, params.get()));
}

Geom ofOne(GEOSContextHandle_t context, const GEOSGeometry* geometry, const GeometryTask& task) {
  switch (task.kind) {
    case Kind::kMakeValid:
      return Geom(GEOSMakeValid_r(context, geometry));
    case Kind::kMakeValidByStructure:
      return makeValidByStructure(context, geometry);
    case Kind::kSimplify:
      return Geom(GEOSTopologyPreserveSimplify_r(context, geometry, task.tolerance));
    case Kind::kMergeLines:
      return Geom(GEOSLineMerge_r(context, geometry));
    default:  // kConvexHull
      return Geom(GEOSConvexHull_r(context, geometry));
  }
}

GeometryAnswer ofTwo(Geos& geos, Kind kind, const std::vector<Geom>& of) {
  if (of.size() < 2) return {State::kFailed, {}, "no second geometry"};
  const auto overlay = kind == Kind::kIntersect ? GEOSIntersection_r : GEOSDifference_r;
  return done(geos, Geom(overlay(geos.context(), of[0].get(), of[1].get())).get());
}

}  // namespace

BufferStyle bufferStyle(const BufferOptions& options, double distance) {
  return {distance,           options.segmentsOrDefault(),   options.cap_style,
          options.join_style, options.mitreLimitOrDefault(), options.side};
}

GeometryAnswer bufferPlainWkb(absl::string_view wkb, const BufferStyle& style) {
  const auto by_geos = [&style](absl::string_view given) {
    Geos& geos = Geos::ofThread();
    geos.takeError();
    return bufferGeom(geos, geos.fromPlainWkb(given), style);
  };
  if (!isPoint(wkb)) return by_geos(wkb);
  thread_local PointBuffers points;
  return points.buffer(wkb, style, by_geos);
}

GeometryAnswer runGeometryTask(const GeometryTask& task) {
  Geos& geos = Geos::ofThread();
  geos.takeError();
  if (task.wkbs.empty()) return {State::kFailed, {}, "no geometry"};
  if (task.kind == Kind::kBuffer) return bufferWkb(geos, task.wkbs.front(), task.style);
  if (task.kind == Kind::kBufferApart) return bufferApart(geos, task);
  std::vector<Geom> given;
  for (const std::string& wkb : task.wkbs) {
    Geom geometry = geos.fromWkb(wkb);
    if (geometry == nullptr) return failed(geos);
    if (task.kind == Kind::kIsValid) return checkValid(geos, geometry.get());
    if (task.kind == Kind::kBufferValid) {
      GeometryAnswer valid = checkValid(geos, geometry.get());
      if (valid.state != State::kDone) return valid;
      geometry = buffer(geos, geometry.get(), task.style);
      if (geometry == nullptr) return failed(geos);
    }
    given.push_back(std::move(geometry));
  }
  if (givesPolygons(task.kind)) return unite(geos, task.kind, std::move(given));
  if (task.kind == Kind::kIntersect || task.kind == Kind::kSubtract)
    return ofTwo(geos, task.kind, given);
  return done(geos, ofOne(geos.context(), given.front().get(), task).get(), true);
}

}  // namespace geotask
