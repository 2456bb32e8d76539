// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/geos.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "geos/wkb_bytes.h"

namespace geotask {

void GeomDeleter::operator()(GEOSGeometry* geometry) const {
  GEOSGeom_destroy_r(Geos::ofThread().context(), geometry);
}

Geos& Geos::ofThread() {
  thread_local Geos geos;
  return geos;
}

Geos::Geos() : context_(GEOS_init_r()) {
  GEOSContext_setErrorMessageHandler_r(context_, onError, this);
  reader_ = GEOSWKBReader_create_r(context_);
  writer_ = GEOSWKBWriter_create_r(context_);
  GEOSWKBWriter_setByteOrder_r(context_, writer_, GEOS_WKB_NDR);
  GEOSWKBWriter_setOutputDimension_r(context_, writer_, 2);
  z_writer_ = GEOSWKBWriter_create_r(context_);
  GEOSWKBWriter_setByteOrder_r(context_, z_writer_, GEOS_WKB_NDR);
  GEOSWKBWriter_setOutputDimension_r(context_, z_writer_, 3);
  GEOSWKBWriter_setFlavor_r(context_, z_writer_, GEOS_WKB_ISO);
}

Geos::~Geos() {
  GEOSWKBReader_destroy_r(context_, reader_);
  GEOSWKBWriter_destroy_r(context_, writer_);
  GEOSWKBWriter_destroy_r(context_, z_writer_);
  GEOS_finish_r(context_);
}

void Geos::onError(const char* message, void* self) { static_cast<Geos*>(self)->error_ = message; }

Geom Geos::fromWkb(absl::string_view wkb) {
  return Geom(GEOSWKBReader_read_r(context_, reader_,
                                   reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size()));
}

namespace {

// Reads plain WKB, the coordinates of a line or ring at once.
class PlainReader {
 public:
  PlainReader(GEOSContextHandle_t context, absl::string_view wkb, std::vector<double>& ordinates)
      : context_(context), wkb_(wkb), ordinates_(ordinates) {}

  // Null when GEOS gives something up.
  GEOSGeometry* geometry() {
    at_ += 1;
    const uint32_t type = number();
    switch (type) {
      case kWkbPoint:
        return GEOSGeom_createPoint_r(context_, vertices(1));
      case kWkbLineString:
        return GEOSGeom_createLineString_r(context_, vertices(number()));
      case kWkbPolygon:
        return polygon();
      default:
        return collection(static_cast<int>(type));
    }
  }

 private:
  uint32_t number() {
    uint32_t number = 0;
    std::memcpy(&number, wkb_.data() + at_, sizeof(number));
    at_ += sizeof(number);
    return number;
  }

  GEOSCoordSequence* vertices(uint32_t count) {
    if (ordinates_.size() < size_t{2} * count) ordinates_.resize(size_t{2} * count);
    std::memcpy(ordinates_.data(), wkb_.data() + at_, count * kWkbVertexBytes);
    at_ += count * kWkbVertexBytes;
    return GEOSCoordSeq_copyFromBuffer_r(context_, ordinates_.data(), count, 0, 0);
  }

  GEOSGeometry* polygon() {
    std::vector<Geom> rings;
    for (uint32_t left = number(); left > 0; --left) {
      rings.emplace_back(GEOSGeom_createLinearRing_r(context_, vertices(number())));
      if (rings.back() == nullptr) return nullptr;
    }
    std::vector<GEOSGeometry*> given;
    for (Geom& ring : rings) given.push_back(ring.release());
    return GEOSGeom_createPolygon_r(context_, given.front(), given.data() + 1,
                                    static_cast<unsigned>(given.size() - 1));
  }

  GEOSGeometry* collection(int type) {
    std::vector<Geom> members;
    for (uint32_t left = number(); left > 0; --left) {
      members.emplace_back(geometry());
      if (members.back() == nullptr) return nullptr;
    }
    return Geos::ofThread().collection(type, std::move(members)).release();
  }

  const GEOSContextHandle_t context_;
  const absl::string_view wkb_;
  size_t at_ = 0;
  std::vector<double>& ordinates_;  // For one ring.
};

}  // namespace

void Geos::forgetMany() {
  constexpr size_t kMany = 1 << 17;
  if (ordinates_.size() > kMany) std::vector<double>().swap(ordinates_);
}

Geom Geos::fromPlainWkb(absl::string_view wkb) {
  Geom geometry(PlainReader(context_, wkb, ordinates_).geometry());
  forgetMany();
  return geometry;
}

namespace {

// WKB of polygons with the coordinates of a ring copied at once: GEOS's writer puts them byte by byte through
// a stream, which takes a tenth of the time of a point's buffer. False when GEOS gives something up.
class PolygonWriter {
 public:
  PolygonWriter(GEOSContextHandle_t context, std::string& out, std::vector<double>& ordinates)
      : context_(context), out_(out), ring_(ordinates) {}

  bool write(const GEOSGeometry* geometry) {
    if (GEOSGeomTypeId_r(context_, geometry) == GEOS_POLYGON) return polygon(geometry);
    const int count = GEOSGetNumGeometries_r(context_, geometry);
    if (count < 0) return false;
    appendHead(out_, kWkbMultiPolygon, static_cast<uint32_t>(count));
    for (int i = 0; i < count; ++i)
      if (!polygon(GEOSGetGeometryN_r(context_, geometry, i))) return false;
    return true;
  }

 private:
  bool polygon(const GEOSGeometry* polygon) {
    if (GEOSisEmpty_r(context_, polygon) != 0) {
      appendHead(out_, kWkbPolygon, 0);
      return true;
    }
    const int holes = GEOSGetNumInteriorRings_r(context_, polygon);
    if (holes < 0) return false;
    appendHead(out_, kWkbPolygon, static_cast<uint32_t>(holes) + 1);
    if (!ring(GEOSGetExteriorRing_r(context_, polygon))) return false;
    for (int i = 0; i < holes; ++i)
      if (!ring(GEOSGetInteriorRingN_r(context_, polygon, i))) return false;
    return true;
  }

  bool ring(const GEOSGeometry* ring) {
    const GEOSCoordSequence* const vertices = GEOSGeom_getCoordSeq_r(context_, ring);
    unsigned count = 0;
    if (vertices == nullptr || GEOSCoordSeq_getSize_r(context_, vertices, &count) == 0)
      return false;
    appendNumber(out_, count);
    if (ring_.size() < size_t{2} * count) ring_.resize(size_t{2} * count);
    if (GEOSCoordSeq_copyToBuffer_r(context_, vertices, ring_.data(), 0, 0) == 0) return false;
    out_.append(reinterpret_cast<const char*>(ring_.data()), count * kWkbVertexBytes);
    return true;
  }

  const GEOSContextHandle_t context_;
  std::string& out_;
  std::vector<double>& ring_;
};

}  // namespace

std::string Geos::toWkb(const GEOSGeometry* geometry) {
  const int type = GEOSGeomTypeId_r(context_, geometry);
  if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) {
    std::string wkb;
    const bool written = PolygonWriter(context_, wkb, ordinates_).write(geometry);
    forgetMany();
    if (written) return wkb;
  }
  return written(writer_, geometry);
}

std::string Geos::toWkbWithZ(const GEOSGeometry* geometry) {
  return GEOSHasZ_r(context_, geometry) == 1 ? written(z_writer_, geometry) : toWkb(geometry);
}

std::string Geos::written(GEOSWKBWriter* writer, const GEOSGeometry* geometry) {
  size_t size = 0;
  unsigned char* const bytes = GEOSWKBWriter_write_r(context_, writer, geometry, &size);
  if (bytes == nullptr) return {};
  std::string wkb(reinterpret_cast<const char*>(bytes), size);
  GEOSFree_r(context_, bytes);
  return wkb;
}

Geom Geos::collection(int type, std::vector<Geom> members) {
  std::vector<GEOSGeometry*> given;
  given.reserve(members.size());
  for (Geom& member : members) given.push_back(member.release());
  return Geom(GEOSGeom_createCollection_r(context_, type, given.data(),
                                          static_cast<unsigned>(given.size())));
}

std::vector<Geom> Geos::members(Geom geometry) {
  std::vector<Geom> found;
  if (geometry == nullptr || GEOSisEmpty_r(context_, geometry.get()) != 0) return found;
  if (GEOSGeomTypeId_r(context_, geometry.get()) < GEOS_MULTIPOINT) {
    found.push_back(std::move(geometry));
    return found;
  }
  const int count = GEOSGetNumGeometries_r(context_, geometry.get());
  found.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    found.emplace_back(GEOSGeom_clone_r(context_, GEOSGetGeometryN_r(context_, geometry.get(), i)));
  }
  return found;
}

std::string Geos::takeError() { return std::exchange(error_, {}); }

}  // namespace geotask
