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
};

constexpr const char* kAnyType = "Geometry";

constexpr Base kBases[] = {
    {"Point", GeometryKind::kPoint, "MultiPoint", "Point", "Point"},
    {"LineString", GeometryKind::kLine, "MultiLineString", "LineString", "LineString"},
    {"Polygon", GeometryKind::kPolygon, "MultiPolygon", "Polygon", "Polygon"},
    {"Triangle", GeometryKind::kPolygon, "MultiPolygon", "Triangle", "Polygon"},
    {"MultiPoint", GeometryKind::kPoint, "MultiPoint", "Point", "MultiPoint"},
    {"MultiLineString", GeometryKind::kLine, "MultiLineString", "LineString", "MultiLineString"},
    {"MultiPolygon", GeometryKind::kPolygon, "MultiPolygon", "Polygon", "MultiPolygon"},
    {"CircularString", GeometryKind::kLine, "MultiCurve", "CircularString", "LineString"},
    {"CompoundCurve", GeometryKind::kLine, "MultiCurve", "CompoundCurve", "LineString"},
    {"CurvePolygon", GeometryKind::kPolygon, "MultiSurface", "CurvePolygon", "Polygon"},
    {"MultiCurve", GeometryKind::kLine, "MultiCurve", kAnyType, "MultiLineString"},
    {"MultiSurface", GeometryKind::kPolygon, "MultiSurface", kAnyType, "MultiPolygon"},
    {"GeometryCollection", GeometryKind::kAny, "GeometryCollection", kAnyType,
     "GeometryCollection"},
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

GeometryType GeometryType::multi() const {
  const Base* base = find(base_);
  return base == nullptr ? *this : GeometryType(base->multi, z_, m_);
}

GeometryType GeometryType::single() const {
  const Base* base = find(base_);
  if (base == nullptr) return *this;
  if (find(base->single) == nullptr) return GeometryType(kAnyType);
  return GeometryType(base->single, z_, m_);
}

GeometryType GeometryType::straight() const {
  const Base* base = find(base_);
  return base == nullptr ? *this : GeometryType(base->straight, z_, m_);
}

}  // namespace geotask
