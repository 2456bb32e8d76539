// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/unite.h"

#include <memory>
#include <utility>

#include "geos/clusters.h"
#include "geos/wkb_parts.h"

namespace geotask {

namespace {

struct PreparedDeleter {
  void operator()(const GEOSPreparedGeometry* prepared) const {
    GEOSPreparedGeom_destroy_r(Geos::ofThread().context(), prepared);
  }
};

struct Component {
  Geom polygon;
  bool second = false;  // Of the second of two.
  Envelope envelope;
  int vertices = 0;
  // Of `polygon`, once one that is smaller was compared with it.
  std::unique_ptr<const GEOSPreparedGeometry, PreparedDeleter> prepared = nullptr;
};

bool addComponents(Geos& geos, Geom geometry, bool second, std::vector<Component>& out) {
  for (Geom& member : geos.members(std::move(geometry))) {
    if (member == nullptr) return false;
    const GEOSContextHandle_t context = geos.context();
    const GEOSGeometry* const polygon = member.get();
    Component component;
    component.second = second;
    component.vertices = GEOSGetNumCoordinates_r(context, polygon);
    Envelope& box = component.envelope;
    if (GEOSGeom_getXMin_r(context, polygon, &box.xmin) == 0 ||
        GEOSGeom_getYMin_r(context, polygon, &box.ymin) == 0 ||
        GEOSGeom_getXMax_r(context, polygon, &box.xmax) == 0 ||
        GEOSGeom_getYMax_r(context, polygon, &box.ymax) == 0) {
      continue;  // It is empty.
    }
    component.polygon = std::move(member);
    out.push_back(std::move(component));
  }
  return true;
}

// Whether two have a point in common. What GEOS cannot tell counts as yes.
bool touch(Geos& geos, Component& one, Component& other) {
  Component& larger = one.vertices >= other.vertices ? one : other;
  Component& smaller = one.vertices >= other.vertices ? other : one;
  if (larger.prepared == nullptr) {
    larger.prepared.reset(GEOSPrepare_r(geos.context(), larger.polygon.get()));
    if (larger.prepared == nullptr) return true;
  }
  return GEOSPreparedIntersects_r(geos.context(), larger.prepared.get(), smaller.polygon.get()) !=
         0;
}

Clusters clustersOf(Geos& geos, std::vector<Component>& components) {
  std::vector<Envelope> envelopes;
  envelopes.reserve(components.size());
  for (const Component& component : components) envelopes.push_back(component.envelope);
  Clusters clusters(components.size());
  const bool all_looked_at = eachMeeting(envelopes, [&](size_t one, size_t other) {
    if (components[one].second != components[other].second &&
        clusters.of(one) != clusters.of(other) && touch(geos, components[one], components[other])) {
      clusters.join(one, other);
    }
    return true;
  });
  // Then all are overlaid, which is right, too.
  if (!all_looked_at) clusters.joinAll();
  return clusters;
}

Geom multiPolygon(Geos& geos, std::vector<Geom> polygons) {
  return geos.collection(GEOS_MULTIPOLYGON, std::move(polygons));
}

}  // namespace

Geom unite(Geom a, Geom b) {
  Geos& geos = Geos::ofThread();
  std::vector<Component> components;
  if (!addComponents(geos, std::move(a), false, components) ||
      !addComponents(geos, std::move(b), true, components)) {
    return nullptr;
  }
  std::vector<Geom> united;
  for (const std::vector<size_t>& indices : clustersOf(geos, components).members()) {
    for (const size_t i : indices) components[i].prepared.reset();
    if (indices.size() == 1) {
      united.push_back(std::move(components[indices.front()].polygon));
      continue;
    }
    std::vector<Geom> sides[2];
    for (const size_t i : indices) {
      sides[components[i].second ? 1 : 0].push_back(std::move(components[i].polygon));
    }
    const Geom left = multiPolygon(geos, std::move(sides[0]));
    const Geom right = multiPolygon(geos, std::move(sides[1]));
    if (left == nullptr || right == nullptr) return nullptr;
    Geom both(GEOSUnion_r(geos.context(), left.get(), right.get()));
    if (both == nullptr) return nullptr;
    for (Geom& polygon : geos.members(std::move(both))) {
      if (GEOSGeomTypeId_r(geos.context(), polygon.get()) == GEOS_POLYGON) {
        united.push_back(std::move(polygon));
      }
    }
  }
  return multiPolygon(geos, std::move(united));
}

Geom uniteAll(std::vector<Geom> geometries) {
  if (geometries.empty()) return multiPolygon(Geos::ofThread(), {});
  while (geometries.size() > 1) {
    std::vector<Geom> pairs;
    for (size_t i = 0; i + 1 < geometries.size(); i += 2) {
      Geom both = unite(std::move(geometries[i]), std::move(geometries[i + 1]));
      if (both == nullptr) return nullptr;
      pairs.push_back(std::move(both));
    }
    if (geometries.size() % 2 != 0) pairs.push_back(std::move(geometries.back()));
    geometries = std::move(pairs);
  }
  return std::move(geometries.front());
}

}  // namespace geotask
