// SPDX-License-Identifier: GPL-2.0-or-later
//
// GEOS's C API with owners: a context for each thread, geometries that free themselves, WKB.
//
//     Geos& geos = Geos::ofThread();
//     Geom polygon = geos.fromWkb(wkb);                    // Null when GEOS cannot read it.
//     if (!polygon) tell(geos.takeError());
//
// A Geom may go to another thread and end there.
#pragma once

#include <geos_c.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace geotask {

struct GeomDeleter {
  void operator()(GEOSGeometry* geometry) const;
};
using Geom = std::unique_ptr<GEOSGeometry, GeomDeleter>;

class Geos {
 public:
  // Ends with the thread.
  static Geos& ofThread();
  ~Geos();
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  GEOSContextHandle_t context() const { return context_; }

  Geom fromWkb(absl::string_view wkb);
  // The same of WKB whose parts are plain (wkb_parts.h), in half the time.
  Geom fromPlainWkb(absl::string_view wkb);
  // Little endian, X and Y; with Z, by ISO's types, where there is one. Empty when memory runs out.
  std::string toWkb(const GEOSGeometry* geometry);
  std::string toWkbWithZ(const GEOSGeometry* geometry);
  // Null when GEOS cannot make it.
  Geom collection(int type, std::vector<Geom> members);
  // Takes a geometry apart into its members; one that is no collection is its only member. None for
  // an empty one.
  std::vector<Geom> members(Geom geometry);

  // What GEOS said when a call last gave nothing; forgets it.
  std::string takeError();

 private:
  Geos();
  static void onError(const char* message, void* self);
  std::string written(GEOSWKBWriter* writer, const GEOSGeometry* geometry);
  // Gives the memory of a large ring back.
  void forgetMany();

  GEOSContextHandle_t context_;
  GEOSWKBReader* reader_;
  GEOSWKBWriter* writer_;
  GEOSWKBWriter* z_writer_;
  std::string error_;
  std::vector<double> ordinates_;  // Of the ring that is read or written.
};

}  // namespace geotask
