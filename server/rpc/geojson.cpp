// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/geojson.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "rpc/geojson_error.h"
#include "rpc/geojson_fields.h"
#include "rpc/geojson_geometry.h"
#include "rpc/schema_check.h"

namespace geotask {
namespace {

using Json = nlohmann::json;

// Deep enough for 32 collections in one another (two levels each) inside features.
constexpr int kMaxDepth = 80;
// A text of a megabyte cannot have more values; it could only have many fields that few rows use.
constexpr size_t kMaxValues = 1000000;

struct Text {
  Json root;
  // Names of properties in the order of the text, with repeats: those of a feature that stands
  // alone, and those of the features of a collection.
  std::vector<std::string> feature_names;
  std::vector<std::string> member_names;
};

// The parsed objects have their members by name, so their order is noted while parsing.
absl::StatusOr<Text> parse(const std::string& text) {
  Text parsed;
  std::vector<std::string> path(kMaxDepth + 1);
  bool too_deep = false;
  const auto note = [&](int depth, Json::parse_event_t event, Json& json) {
    if (depth >= kMaxDepth) {
      too_deep = true;
      return false;
    }
    if (event != Json::parse_event_t::key) return true;
    path[depth] = json.get<std::string>();
    if (depth == 2 && path[1] == "properties") parsed.feature_names.push_back(path[depth]);
    if (depth == 4 && path[1] == "features" && path[3] == "properties")
      parsed.member_names.push_back(path[depth]);
    return true;
  };
  try {
    parsed.root = Json::parse(text, note);
  } catch (const Json::exception& error) {
    return geoJsonError("", error.what(), "a JSON text");
  }
  if (too_deep) return geoJsonError("", "nesting", absl::StrCat("at most ", kMaxDepth, " levels"));
  return parsed;
}

std::string typeOf(const Json& json) {
  const auto type = json.is_object() ? json.find("type") : json.end();
  return json.is_object() && type != json.end() && type->is_string() ? type->get<std::string>()
                                                                     : std::string();
}

// A member named `crs` is of an older GeoJSON. What it says must not be passed over in silence.
absl::Status checkOldCrs(const Json& root, const std::string& crs) {
  const auto member = root.is_object() ? root.find("crs") : root.end();
  if (!crs.empty() || !root.is_object() || member == root.end() || member->is_null())
    return absl::OkStatus();
  const std::string text = member->dump();
  if (text.find("CRS84") != std::string::npos || text.find("4326") != std::string::npos)
    return absl::OkStatus();
  return geoJsonError("crs", text, "EPSG:4326, or another CRS named in geojson_crs");
}

class Reader {
 public:
  Reader(const Text& text, const std::string& crs) : text_(text) {
    features_.schema.crs = crs.empty() ? "EPSG:4326" : crs;
  }

  absl::StatusOr<GeoJsonFeatures> read() {
    if (absl::Status status = collect(); !status.ok()) return status;
    if (absl::Status status = addFields(); !status.ok()) return status;
    for (size_t i = 0; i < members_.size(); ++i)
      if (absl::Status status = addRow(i); !status.ok()) return status;
    features_.schema.geometry_type = types_ == 1 ? type_ : "Geometry";
    return std::move(features_);
  }

 private:
  struct Member {
    const Json* feature;   // Null for a geometry that stands alone.
    const Json* geometry;  // Null for one that is absent.
    std::string path;
  };

  absl::Status collect() {
    const std::string type = typeOf(text_.root);
    if (type == "Feature") return addFeature(text_.root, "");
    if (type != "FeatureCollection") {
      members_.push_back({nullptr, &text_.root, "geometry"});
      return absl::OkStatus();
    }
    const auto found = text_.root.find("features");
    if (found == text_.root.end() || !found->is_array())
      return geoJsonError("features", found == text_.root.end() ? "nothing" : found->type_name(),
                          "an array of features");
    for (size_t i = 0; i < found->size(); ++i)
      if (auto status = addFeature((*found)[i], absl::StrCat("features[", i, "].")); !status.ok())
        return status;
    return absl::OkStatus();
  }

  absl::Status addFeature(const Json& json, const std::string& path) {
    if (typeOf(json) != "Feature")
      return geoJsonError(path + "type", "\"" + typeOf(json) + "\"", "\"Feature\"");
    const auto geometry = json.find("geometry");
    const auto properties = json.find("properties");
    if (properties != json.end() && !properties->is_object() && !properties->is_null())
      return geoJsonError(path + "properties", properties->type_name(), "an object or null");
    members_.push_back({&json, geometry == json.end() ? nullptr : &*geometry, path + "geometry"});
    return absl::OkStatus();
  }

  static const Json& propertiesOf(const Member& member) {
    static const Json none = Json::object();
    if (member.feature == nullptr) return none;
    const auto found = member.feature->find("properties");
    return found == member.feature->end() || found->is_null() ? none : *found;
  }

  absl::Status addFields() {
    const bool alone = typeOf(text_.root) == "Feature";
    for (const std::string& name : alone ? text_.feature_names : text_.member_names)
      fields_.addName(name);
    for (const Member& member : members_) fields_.look(propertiesOf(member));
    features_.schema.fields = fields_.fields();
    if (fields_.count() * members_.size() > kMaxValues)
      return geoJsonError("features",
                          absl::StrCat(members_.size(), " features with ", fields_.count(),
                                       " different properties"),
                          absl::StrCat("at most ", kMaxValues, " values"));
    const absl::Status names = checkFieldNames(features_.schema);
    if (names.ok()) return names;
    return geoJsonError("properties", errorDetail(names).given, errorDetail(names).accepted);
  }

  absl::Status addRow(size_t index) {
    const Member& member = members_[index];
    Feature row;
    row.id = static_cast<int64_t>(index) + 1;
    if (absl::Status status = readId(member, row.id); !status.ok()) return status;
    if (member.geometry != nullptr) {
      auto geometry = geoJsonGeometry(*member.geometry, member.path);
      if (!geometry.ok()) return geometry.status();
      if (geometry->has_value()) {
        if (types_ == 0 || type_ != (*geometry)->type) ++types_;
        type_ = (*geometry)->type;
        row.wkb = std::move((*geometry)->wkb);
      }
    }
    row.attributes = fields_.values(propertiesOf(member));
    features_.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

  static absl::Status readId(const Member& member, int64_t& id) {
    if (member.feature == nullptr) return absl::OkStatus();
    const auto found = member.feature->find("id");
    if (found == member.feature->end() || !found->is_number()) return absl::OkStatus();
    const bool whole = found->is_number_integer();
    const bool negative = whole && !found->is_number_unsigned();
    if (!whole || (!negative && found->get<uint64_t>() > uint64_t{INT64_MAX}))
      return geoJsonError(member.path.substr(0, member.path.size() - 8) + "id", found->dump(),
                          "a whole number from -2^63 to 2^63 - 1");
    id = found->get<int64_t>();
    return absl::OkStatus();
  }

  const Text& text_;
  GeoJsonFeatures features_;
  GeoJsonFields fields_;
  std::vector<Member> members_;
  std::string type_;
  size_t types_ = 0;  // Changes of type from one geometry to the next.
};

}  // namespace

absl::StatusOr<GeoJsonFeatures> parseGeoJson(const std::string& text, const std::string& crs) {
  const auto parsed = parse(text);
  if (!parsed.ok()) return parsed.status();
  if (absl::Status status = checkOldCrs(parsed->root, crs); !status.ok()) return status;
  return Reader(*parsed, crs).read();
}

}  // namespace geotask
