// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/transform_operations.h"

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/message_values.h"

namespace geotask::cli {
namespace {

using client::Result;

struct Option {
  const char* name;                   // Without dashes.
  const char* member;                 // Of v1::Transform.Operation.
  const char* value;                  // As help names it; null for a flag.
  std::array<const char*, 3> places;  // Members that values without a name set; null beyond them.
  const char* preset;                 // Members that the option's name sets.
  const char* description;
};

constexpr Option kOptions[] = {
    {"buffer",
     "buffer",
     "DISTANCE",
     {"distance"},
     "",
     "The area within a distance; then also segments=, cap_style=, join_style=, side=, unit=, "
     "..."},
    {"centroid", "centroid", nullptr, {}, "", "Centroids"},
    {"centroid-of-parts", "centroid", nullptr, {}, "all_parts=true", "Centroids of all parts"},
    {"point-on-surface", "point_on_surface", nullptr, {}, "", "A point on each geometry"},
    {"point-on-surface-of-parts",
     "point_on_surface",
     nullptr,
     {},
     "all_parts=true",
     "A point on each part"},
    {"simplify",
     "simplify",
     "TOLERANCE",
     {"tolerance"},
     "",
     "Fewer vertices; method=distance (default), snap_to_grid or area"},
    {"convex-hull", "convex_hull", nullptr, {}, "", "Convex hulls, with area and perimeter"},
    {"make-valid", "make_valid", nullptr, {}, "", "Valid geometries"},
    {"reproject", "reproject", "CRS", {"target_crs"}, "", "The same places in another CRS"},
    {"bounding-box", "bounding_box", nullptr, {}, "", "Upright rectangles, with their sizes"},
    {"oriented-minimum-bounding-box",
     "oriented_minimum_bounding_box",
     nullptr,
     {},
     "",
     "The smallest rectangles, turned, with their sizes"},
    {"minimum-enclosing-circle",
     "minimum_enclosing_circle",
     "SEGMENTS",
     {"segments"},
     "",
     "The smallest circles, with radius and area; 72 segments are usual"},
    {"densify-by-count",
     "densify_by_count",
     "N",
     {"vertices"},
     "",
     "So many vertices more in each segment"},
    {"densify-by-distance",
     "densify_by_distance",
     "INTERVAL",
     {"interval"},
     "",
     "Vertices so that no segment is longer"},
    {"smooth",
     "smooth",
     "ITERATIONS",
     {"iterations"},
     "",
     "Corners cut off, so often; then also offset=0..0.5, max_angle=DEGREES"},
    {"boundary", "boundary", nullptr, {}, "", "Rings of polygons, ends of lines"},
    {"delete-holes", "delete_holes", nullptr, {}, "", "Polygons without holes"},
    {"delete-holes-below",
     "delete_holes",
     "AREA",
     {"min_area"},
     "",
     "Polygons without holes smaller than this"},
    {"remove-duplicate-vertices",
     "remove_duplicate_vertices",
     "TOLERANCE",
     {"tolerance"},
     "",
     "Without vertices that repeat the one before; use_z=true where Z counts"},
    {"snap-to-grid",
     "snap_to_grid",
     "X[,Y]",
     {"x_spacing", "y_spacing"},
     "",
     "Vertices on a grid of such spacings; then also z_spacing=, m_spacing="},
    {"force-right-hand-rule",
     "force_right_hand_rule",
     nullptr,
     {},
     "",
     "Outer rings clockwise, holes the other way"},
    {"merge-lines", "merge_lines", nullptr, {}, "", "Parts of lines joined where they meet"},
    {"reverse-line-direction", "reverse_line_direction", nullptr, {}, "", "Lines turned round"},
    {"promote-to-multi", "promote_to_multi", nullptr, {}, "", "Multi-part geometries"},
    {"single-parts", "single_parts", nullptr, {}, "", "A row for each part"},
    {"drop-z", "drop_z_m", nullptr, {}, "drop_z=true", "Geometries without Z"},
    {"drop-m", "drop_z_m", nullptr, {}, "drop_m=true", "Geometries without M"},
    {"swap-xy", "swap_xy", nullptr, {}, "", "x and y exchanged"},
    {"translate", "translate", "X,Y", {"x", "y"}, "", "Geometries moved; then also z=, m="},
    {"rotate",
     "rotate",
     "DEGREES[,X,Y]",
     {"angle", "anchor.x", "anchor.y"},
     "",
     "Geometries turned clockwise, around that point or each around its centroid"},
};

const Option* find(const std::string& name) {
  for (const Option& option : kOptions) {
    if (name == option.name) return &option;
  }
  return nullptr;
}

Result<void> add(const Option& option, const std::string& value, v1::Transform& transform) {
  v1::Transform::Operation& operation = *transform.add_operations();
  const auto* member = operation.GetDescriptor()->FindFieldByName(option.member);
  google::protobuf::Message& message =
      *operation.GetReflection()->MutableMessage(&operation, member);
  if (*option.preset != '\0') return setMembers(option.preset, {}, message);
  if (option.value == nullptr) return {};
  std::vector<std::string> places;
  for (const char* place : option.places) {
    if (place != nullptr) places.emplace_back(place);
  }
  // A WKT has commas of its own.
  const Result<void> set = option.name == std::string("reproject")
                               ? setMember(places.front(), value, message)
                               : setMembers(value, places, message);
  if (set.ok() && operation.has_snap_to_grid() && !operation.snap_to_grid().has_y_spacing()) {
    operation.mutable_snap_to_grid()->set_y_spacing(operation.snap_to_grid().x_spacing());
  }
  if (set.ok()) return set;
  client::Error error = set.error();
  error.message = std::string("--") + option.name + ": " + error.message;
  return error;
}

}  // namespace

void addTransformOperations(CLI::App& verb) {
  for (const Option& option : kOptions) {
    const std::string name = std::string("--") + option.name;
    CLI::Option* added = option.value == nullptr
                             ? verb.add_flag(name, option.description)
                             : verb.add_option(name, option.description)
                                   ->type_name(option.value)
                                   ->expected(1)
                                   ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    added->group("Operations, in the order in which they are given");
  }
}

Result<v1::Transform> transformOf(const CLI::App& verb) {
  v1::Transform transform;
  std::map<const CLI::Option*, size_t> seen;
  for (const CLI::Option* given : verb.parse_order()) {
    const Option* option = find(given->get_name().substr(2));
    if (option == nullptr) continue;
    const size_t index = seen[given]++;
    const std::string value = option->value == nullptr ? "" : given->results().at(index);
    const Result<void> added = add(*option, value, transform);
    if (!added.ok()) return added.error();
  }
  if (transform.operations().empty()) {
    return client::localError(
        grpc::StatusCode::INVALID_ARGUMENT, "MISSING_FIELD", "There is no operation.",
        "Give one, such as --centroid; `geotask transform --help` lists them.");
  }
  return transform;
}

}  // namespace geotask::cli
