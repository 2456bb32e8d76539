// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/geometry_type.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace geotask {

namespace {

struct Base {
  const char* name;
  GeometryKind kind;
  const char* multi;
  const char* single;
  const char* straight;
  const char* boundary;
};

constexpr const char* kAny = "Geometry";
constexpr GeometryKind kPoint = GeometryKind::kPoint;
constexpr GeometryKind kLine = GeometryKind::kLine;
constexpr GeometryKind kArea = GeometryKind::kPolygon;

constexpr Base kBases[] = {
    {"Point", kPoint, "MultiPoint", "Point", "Point", kAny},
    {"LineString", kLine, "MultiLineString", "LineString", "LineString", "MultiPoint"},
    {"Polygon", kArea, "MultiPolygon", "Polygon", "Polygon", "MultiLineString"},
    {"Triangle", kArea, "MultiPolygon", "Triangle", "Polygon", "MultiLineString"},
    {"MultiPoint", kPoint, "MultiPoint", "Point", "MultiPoint", kAny},
    {"MultiLineString", kLine, "MultiLineString", "LineString", "MultiLineString", "MultiPoint"},
    {"MultiPolygon", kArea, "MultiPolygon", "Polygon", "MultiPolygon", "MultiLineString"},
    {"CircularString", kLine, "MultiCurve", "CircularString", "LineString", "MultiPoint"},
    {"CompoundCurve", kLine, "MultiCurve", "CompoundCurve", "LineString", "MultiPoint"},
    {"CurvePolygon", kArea, "MultiSurface", "CurvePolygon", "Polygon", "MultiCurve"},
    {"MultiCurve", kLine, "MultiCurve", kAny, "MultiLineString", "MultiPoint"},
    {"MultiSurface", kArea, "MultiSurface", kAny, "MultiPolygon", "MultiCurve"},
    {"GeometryCollection", GeometryKind::kAny, "GeometryCollection", kAny, "GeometryCollection",
     kAny},
};

// Null for what is to stay as it is.
const Base* find(const std::string& name) {
  for (const Base& base : kBases) {
    if (name == base.name) return &base;
  }
  return nullptr;
}

}  // namespace

GeometryType::GeometryType(const std::string& name) {
  absl::string_view base = name;
  m_ = absl::ConsumeSuffix(&base, "M");
  z_ = absl::ConsumeSuffix(&base, "Z");
  base_ = std::string(base);
}

GeometryType::GeometryType(std::string base, bool z, bool m)
    : base_(std::move(base)), z_(z), m_(m) {}

std::string GeometryType::name() const { return base_ + (z_ ? "Z" : "") + (m_ ? "M" : ""); }

GeometryKind GeometryType::kind() const {
  const Base* base = find(base_);
  return base == nullptr ? GeometryKind::kAny : base->kind;
}

GeometryType GeometryType::with(bool z, bool m) const {
  return find(base_) == nullptr ? *this : GeometryType(base_, z, m);
}

GeometryType GeometryType::changedTo(const char* base) const {
  return find(base) == nullptr ? GeometryType(kAny, false, false) : GeometryType(base, z_, m_);
}

GeometryType GeometryType::multi() const {
  const Base* base = find(base_);
  return base == nullptr ? *this : changedTo(base->multi);
}

GeometryType GeometryType::single() const {
  const Base* base = find(base_);
  return base == nullptr ? *this : changedTo(base->single);
}

GeometryType GeometryType::straight() const {
  const Base* base = find(base_);
  return base == nullptr ? *this : changedTo(base->straight);
}

GeometryType GeometryType::boundary() const {
  const Base* base = find(base_);
  return base == nullptr ? *this : changedTo(base->boundary);
}

}  // namespace geotask
