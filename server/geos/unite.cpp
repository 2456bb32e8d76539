// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/unite.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

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

// Which components hang together.
class Clusters {
 public:
  explicit Clusters(size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), size_t{0});
  }
  size_t of(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  // The smaller index stands for both.
  void join(size_t a, size_t b) {
    a = of(a);
    b = of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<size_t> parent_;
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
  Clusters clusters(components.size());
  std::vector<size_t> by_x(components.size());
  std::iota(by_x.begin(), by_x.end(), size_t{0});
  std::stable_sort(by_x.begin(), by_x.end(), [&](size_t a, size_t b) {
    return components[a].envelope.xmin < components[b].envelope.xmin;
  });
  std::vector<size_t> open;  // Those that the sweep has not left behind.
  for (const size_t at : by_x) {
    Component& one = components[at];
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](size_t other) {
                                return components[other].envelope.xmax < one.envelope.xmin;
                              }),
               open.end());
    for (const size_t other : open) {
      if (components[other].second != one.second &&
          components[other].envelope.meets(one.envelope) && clusters.of(at) != clusters.of(other) &&
          touch(geos, one, components[other])) {
        clusters.join(at, other);
      }
    }
    open.push_back(at);
  }
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
  Clusters clusters = clustersOf(geos, components);
  std::map<size_t, std::vector<size_t>> members;  // By the first of them.
  for (size_t i = 0; i < components.size(); ++i) members[clusters.of(i)].push_back(i);

  std::vector<Geom> united;
  for (const auto& [first, indices] : members) {
    for (const size_t i : indices) components[i].prepared.reset();
    if (indices.size() == 1) {
      united.push_back(std::move(components[first].polygon));
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
