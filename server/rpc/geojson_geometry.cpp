// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/geojson_geometry.h"

#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "domain/wkb.h"
#include "rpc/geojson_error.h"

namespace geotask {
namespace {

using Json = nlohmann::json;

struct Shape {
  uint32_t type;    // In WKB.
  int depth;        // Arrays around a position.
  uint32_t member;  // Type of the members that have a header of their own; 0: they have none.
};

constexpr uint32_t kPoint = 1;
constexpr uint32_t kCollection = 7;

const std::map<std::string, Shape>& shapes() {
  static const auto& shapes =
      *new std::map<std::string, Shape>{{"Point", {kPoint, 0, 0}},
                                        {"LineString", {2, 1, 0}},
                                        {"Polygon", {3, 2, 0}},
                                        {"MultiPoint", {4, 1, kPoint}},
                                        {"MultiLineString", {5, 2, 2}},
                                        {"MultiPolygon", {6, 3, 3}},
                                        {"GeometryCollection", {kCollection, 0, 0}}};
  return shapes;
}

// Looks over a geometry: whether everything is where it belongs, and whether there is Z.
class Check {
 public:
  absl::Status geometry(const Json& json, const std::string& path) {
    if (!json.is_object()) return geoJsonError(path, json.type_name(), "a geometry object");
    const auto type = json.find("type");
    if (type == json.end() || !type->is_string() ||
        shapes().count(type->get_ref<const std::string&>()) == 0)
      return geoJsonError(path + ".type", type == json.end() ? "nothing" : type->dump(),
                          "Point, LineString, Polygon, MultiPoint, MultiLineString, MultiPolygon, "
                          "GeometryCollection");
    const Shape& shape = shapes().at(type->get_ref<const std::string&>());
    const char* member = shape.type == kCollection ? "geometries" : "coordinates";
    const std::string inner = absl::StrCat(path, ".", member);
    const auto found = json.find(member);
    if (found == json.end() || !found->is_array())
      return geoJsonError(inner, found == json.end() ? "nothing" : found->type_name(), "an array");
    if (shape.type == kPoint && found->empty()) return absl::OkStatus();
    if (shape.type != kCollection) return coordinates(*found, shape.depth, inner);
    for (size_t i = 0; i < found->size(); ++i)
      if (auto status = geometry((*found)[i], absl::StrCat(inner, "[", i, "]")); !status.ok())
        return status;
    return absl::OkStatus();
  }

  bool hasZ() const { return dimensions_ == 3; }

 private:
  absl::Status coordinates(const Json& json, int depth, const std::string& path) {
    if (depth == 0) return position(json, path);
    if (!json.is_array()) return geoJsonError(path, json.type_name(), "an array");
    for (size_t i = 0; i < json.size(); ++i) {
      if (depth == 1 && isPlain(json[i])) continue;  // Spares making the path.
      if (auto status = coordinates(json[i], depth - 1, absl::StrCat(path, "[", i, "]"));
          !status.ok())
        return status;
    }
    return absl::OkStatus();
  }

  // Whether this is a position with as many numbers as those before it.
  bool isPlain(const Json& json) const {
    return dimensions_ > 0 && json.is_array() && json.size() == dimensions_ &&
           json[0].is_number() && json[1].is_number() && json[dimensions_ - 1].is_number();
  }

  absl::Status position(const Json& json, const std::string& path) {
    if (!json.is_array() || json.size() < 2)
      return geoJsonError(path, json.is_array() ? json.dump() : json.type_name(),
                          "a position, [x, y] or [x, y, z]");
    const size_t dimensions = json.size() == 2 ? 2 : 3;
    for (size_t i = 0; i < dimensions; ++i)
      if (!json[i].is_number()) return geoJsonError(path, json[i].type_name(), "numbers");
    if (dimensions_ != 0 && dimensions != dimensions_)
      return geoJsonError(path, absl::StrCat(dimensions, " numbers"),
                          absl::StrCat(dimensions_, ", as in the positions before"));
    dimensions_ = dimensions;
    return absl::OkStatus();
  }

  size_t dimensions_ = 0;  // 0 until the first position.
};

// Writes a geometry that was checked, little-endian.
class Writer {
 public:
  explicit Writer(bool z) : z_(z) {}

  void geometry(const Json& json) {
    const Shape& shape = shapes().at(json["type"].get_ref<const std::string&>());
    header(shape.type);
    if (shape.type == kCollection) {
      const Json& members = json["geometries"];
      count(members.size());
      for (const Json& member : members) geometry(member);
    } else if (json["coordinates"].empty() && shape.type == kPoint) {
      for (int i = 0; i < (z_ ? 3 : 2); ++i) number(std::numeric_limits<double>::quiet_NaN());
    } else {
      coordinates(json["coordinates"], shape.depth, shape.member);
    }
  }

  std::string take() { return std::move(wkb_); }

 private:
  void coordinates(const Json& json, int depth, uint32_t member) {
    if (depth == 0) {
      for (size_t i = 0; i < (z_ ? 3 : 2); ++i) number(json[i].get<double>());
      return;
    }
    count(json.size());
    for (const Json& part : json) {
      if (member != 0) header(member);
      coordinates(part, depth - 1, 0);
    }
  }

  void header(uint32_t type) {
    wkb_.push_back(1);
    integer(type + (z_ ? 1000 : 0), 4);
  }

  void count(size_t value) { integer(value, 4); }

  void number(double value) {
    uint64_t bits;
    static_assert(sizeof bits == sizeof value);
    std::memcpy(&bits, &value, sizeof bits);
    integer(bits, 8);
  }

  void integer(uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) wkb_.push_back(static_cast<char>(value >> (8 * i)));
  }

  const bool z_;
  std::string wkb_;
};

}  // namespace

absl::StatusOr<std::optional<WkbGeometry>> geoJsonGeometry(const nlohmann::json& geometry,
                                                           const std::string& path) {
  if (geometry.is_null()) return std::nullopt;
  Check check;
  if (absl::Status status = check.geometry(geometry, path); !status.ok()) return status;
  Writer writer(check.hasZ());
  writer.geometry(geometry);
  WkbGeometry made{writer.take(), ""};
  const auto summary = checkWkb(made.wkb);
  if (!summary.ok())
    return geoJsonError(path, std::string(summary.status().message()), "a geometry");
  made.type = geometryTypeName(summary->type);
  return made;
}

}  // namespace geotask
