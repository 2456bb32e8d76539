// SPDX-License-Identifier: GPL-2.0-or-later
//
// What rows an operation takes, and what rows it gives.
#include <algorithm>
#include <initializer_list>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/errors.h"
#include "domain/geometry_type.h"
#include "domain/transform.h"

namespace geotask {

namespace {

// Adds a number that an operation computes, under a name that is not taken.
void addNumber(Schema& schema, const std::string& name) {
  const auto taken = [&schema](const std::string& candidate) {
    return std::any_of(schema.fields.begin(), schema.fields.end(), [&](const Field& field) {
      return absl::EqualsIgnoreCase(field.name, candidate);
    });
  };
  std::string free = name;
  for (int number = 2; taken(free); ++number) free = absl::StrCat(name, "_", number);
  schema.fields.push_back({free, FieldType::kDouble, 20, 6});
}

// Changes a schema into that of the result.
struct OutputSchema {
  Schema& schema;

  void setType(const GeometryType& type) const { schema.geometry_type = type.name(); }
  GeometryType type() const { return GeometryType(schema.geometry_type); }
  void add(std::initializer_list<const char*> names) const {
    for (const char* name : names) addNumber(schema, name);
  }

  void operator()(const std::monostate&) const {}
  void operator()(const BufferOptions& o) const { schema = bufferOutputSchema(o, schema); }
  void operator()(const Transform::Centroid&) const { schema.geometry_type = "Point"; }
  void operator()(const Transform::PointOnSurface&) const { schema.geometry_type = "Point"; }
  void operator()(const Transform::Simplify& o) const {
    if (o.method == Transform::SimplifyMethod::kUnspecified ||
        o.method == Transform::SimplifyMethod::kDistance) {
      setType(type().straight().withoutM());
    }
  }
  void operator()(const Transform::ConvexHull&) const {
    schema.geometry_type = "Polygon";
    add({"area", "perimeter"});
  }
  void operator()(const Transform::MakeValid&) const {
    setType(type().straight().multi().withoutM());
  }
  void operator()(const Transform::Reproject& o) const { schema.crs = o.target_crs; }
  void operator()(const Transform::BoundingBox&) const {
    schema.geometry_type = "Polygon";
    add({"width", "height", "area", "perimeter"});
  }
  void operator()(const Transform::OrientedMinimumBoundingBox&) const {
    schema.geometry_type = "Polygon";
    add({"width", "height", "angle", "area", "perimeter"});
  }
  void operator()(const Transform::MinimumEnclosingCircle&) const {
    schema.geometry_type = "Polygon";
    add({"radius", "area"});
  }
  void operator()(const Transform::DensifyByCount&) const { setType(type().straight()); }
  void operator()(const Transform::DensifyByDistance&) const { setType(type().straight()); }
  void operator()(const Transform::Smooth&) const { setType(type().straight()); }
  void operator()(const Transform::Boundary&) const { setType(type().boundary()); }
  void operator()(const Transform::DeleteHoles&) const {}
  void operator()(const Transform::RemoveDuplicateVertices&) const {}
  void operator()(const Transform::SnapToGrid&) const {}
  void operator()(const Transform::ForceRightHandRule&) const {}
  void operator()(const Transform::MergeLines&) const {
    setType(type().straight().multi().withoutM());
  }
  void operator()(const Transform::ReverseLineDirection&) const {}
  void operator()(const Transform::PromoteToMulti&) const { setType(type().multi()); }
  void operator()(const Transform::SingleParts&) const { setType(type().single()); }
  void operator()(const Transform::DropZM& o) const {
    GeometryType changed = type();
    if (o.drop_z) changed = changed.withoutZ();
    if (o.drop_m) changed = changed.withoutM();
    setType(changed);
  }
  void operator()(const Transform::SwapXY&) const {}
  void operator()(const Transform::Translate& o) const {
    GeometryType changed = type();
    if (o.z != 0) changed = changed.withZ();
    if (o.m != 0) changed = changed.withM();
    setType(changed);
  }
  void operator()(const Transform::Rotate&) const {}
};

// What the operation is made for, as QGIS's algorithms say.
struct SuitableKinds {
  struct Kinds {
    bool points, lines, polygons;
  };
  template <typename ForAll>
  Kinds operator()(const ForAll&) const {
    return {true, true, true};
  }
  Kinds operator()(const Transform::Simplify&) const { return {false, true, true}; }
  Kinds operator()(const Transform::DensifyByCount&) const { return {false, true, true}; }
  Kinds operator()(const Transform::DensifyByDistance&) const { return {false, true, true}; }
  Kinds operator()(const Transform::Smooth&) const { return {false, true, true}; }
  Kinds operator()(const Transform::Boundary&) const { return {false, true, true}; }
  Kinds operator()(const Transform::DeleteHoles&) const { return {false, false, true}; }
  Kinds operator()(const Transform::ForceRightHandRule&) const { return {false, false, true}; }
  Kinds operator()(const Transform::MergeLines&) const { return {false, true, false}; }
  Kinds operator()(const Transform::ReverseLineDirection&) const { return {false, true, false}; }
};

absl::Status checkKind(const Transform::Operation& operation, const Schema& input) {
  const SuitableKinds::Kinds kinds = std::visit(SuitableKinds(), operation);
  const GeometryKind kind = GeometryType(input.geometry_type).kind();
  if ((kind != GeometryKind::kPoint || kinds.points) &&
      (kind != GeometryKind::kLine || kinds.lines) &&
      (kind != GeometryKind::kPolygon || kinds.polygons)) {
    return absl::OkStatus();
  }
  const char* suitable = !kinds.polygons ? "lines" : kinds.lines ? "lines or polygons" : "polygons";
  return makeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat(operationName(operation), " is for ", suitable,
                                "; the rows that reach it are of type ", input.geometry_type),
                   {"UNSUITABLE_GEOMETRY_TYPE", "", input.geometry_type, suitable,
                    "Leave the operation out, or put it where the rows are of such a type."});
}

absl::Status checkInput(const Transform::Operation& operation, const Schema& input) {
  if (const auto* buffer = std::get_if<BufferOptions>(&operation)) {
    return checkBufferInput(*buffer, input);
  }
  if (std::holds_alternative<Transform::Reproject>(operation) && input.crs.empty()) {
    return makeError(absl::StatusCode::kInvalidArgument, "the rows have no CRS to transform from",
                     {"INVALID_CRS", "reproject.target_crs",
                      std::get<Transform::Reproject>(operation).target_crs,
                      "nothing, as the rows have no CRS", "Give the CRS of the input."});
  }
  return atField(operationName(operation), checkKind(operation, input));
}

}  // namespace

Schema operationOutputSchema(const Transform::Operation& operation, const Schema& input) {
  Schema output = input;
  std::visit(OutputSchema{output}, operation);
  return output;
}

Schema transformOutputSchema(const Transform& transform, const Schema& input) {
  Schema schema = input;
  for (const Transform::Operation& operation : transform.operations) {
    schema = operationOutputSchema(operation, schema);
  }
  return schema;
}

absl::Status checkTransformInput(const Transform& transform, const Schema& input) {
  Schema schema = input;
  for (size_t i = 0; i < transform.operations.size(); ++i) {
    absl::Status status = checkInput(transform.operations[i], schema);
    if (!status.ok()) return atField(absl::StrCat("transform.operations[", i, "]"), status);
    schema = operationOutputSchema(transform.operations[i], schema);
  }
  return absl::OkStatus();
}

}  // namespace geotask
