// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/geos.h"

#include <utility>

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
}

Geos::~Geos() {
  GEOSWKBReader_destroy_r(context_, reader_);
  GEOSWKBWriter_destroy_r(context_, writer_);
  GEOS_finish_r(context_);
}

void Geos::onError(const char* message, void* self) { static_cast<Geos*>(self)->error_ = message; }

Geom Geos::fromWkb(absl::string_view wkb) {
  return Geom(GEOSWKBReader_read_r(context_, reader_,
                                   reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size()));
}

std::string Geos::toWkb(const GEOSGeometry* geometry) {
  size_t size = 0;
  unsigned char* const bytes = GEOSWKBWriter_write_r(context_, writer_, geometry, &size);
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
