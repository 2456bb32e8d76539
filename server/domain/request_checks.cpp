// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/request_checks.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/resource_id.h"
#include "domain/text.h"
#include "domain/wkb.h"

namespace geotask {

namespace {

constexpr size_t kMaxRequestIdBytes = 128;
constexpr size_t kMaxLabels = 32;
constexpr size_t kMaxLabelKeyBytes = 63;
constexpr size_t kMaxLabelValueBytes = 255;
constexpr absl::Duration kMinTtl = absl::Seconds(1);
constexpr absl::Duration kDrainRetryDelay = absl::Seconds(5);
constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1000;

absl::Status invalid(ErrorDetail detail) {
  return makeError(absl::StatusCode::kInvalidArgument, std::move(detail));
}

bool isLabelKey(const std::string& key) {
  const auto allowed = [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '.' || c == '_' || c == '-';
  };
  return !key.empty() && key.size() <= kMaxLabelKeyBytes &&
         absl::ascii_islower(static_cast<unsigned char>(key.front())) &&
         std::all_of(key.begin(), key.end(), allowed);
}

}  // namespace

absl::Status checkChosenId(const std::string& field, const std::string& id) {
  if (id.empty() || isId(id)) return absl::OkStatus();
  return invalid(
      {"INVALID_ID", field, id, "1 to 63 characters from a-z0-9-, a letter or digit at both ends"});
}

absl::Status checkRequestId(const std::string& request_id) {
  if (request_id.size() <= kMaxRequestIdBytes) return absl::OkStatus();
  return invalid({"INVALID_ID", "request_id", request_id, "at most 128 bytes"});
}

absl::Status checkLabels(const std::string& field,
                         const std::map<std::string, std::string>& labels) {
  if (labels.size() > kMaxLabels) {
    return invalid(
        {"INVALID_LABEL", field, absl::StrCat(labels.size(), " labels"), "at most 32 labels"});
  }
  for (const auto& [key, value] : labels) {
    if (!isLabelKey(key)) {
      std::string shown = key;
      cutText(shown, kMaxLabelKeyBytes);
      return invalid({"INVALID_LABEL", absl::StrCat(field, "[", shown, "]"),
                      absl::StrCat("the key \"", key, "\""),
                      "keys of 1 to 63 characters from a-z0-9._- that begin with a letter"});
    }
    if (value.size() > kMaxLabelValueBytes) {
      return invalid({"INVALID_LABEL", absl::StrCat(field, "[", key, "]"), value,
                      "values of at most 255 bytes"});
    }
  }
  return absl::OkStatus();
}

absl::Status checkTtl(const std::string& field, const std::optional<absl::Duration>& ttl,
                      absl::Duration max_ttl) {
  if (!ttl || (*ttl >= kMinTtl && *ttl <= max_ttl)) return absl::OkStatus();
  return invalid({"OUT_OF_RANGE", field, absl::FormatDuration(*ttl),
                  absl::StrCat("1s to ", absl::FormatDuration(max_ttl))});
}

absl::Status checkRowSchema(const std::string& field, const Schema& schema) {
  if (!isGeometryTypeName(schema.geometry_type)) {
    return invalid({"INVALID_SCHEMA", field + ".geometry_type", schema.geometry_type,
                    "an OGC name such as Point, MultiPolygonZ or Geometry"});
  }
  std::set<std::string> names;
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const std::string& name = schema.fields[i].name;
    if (name.empty() || !names.insert(name).second) {
      return invalid({"INVALID_SCHEMA", absl::StrCat(field, ".fields[", i, "].name"),
                      name.empty() ? "an empty name" : absl::StrCat("a second ", name),
                      "a name, unique within the schema"});
    }
  }
  return absl::OkStatus();
}

absl::Status checkPageSize(int page_size) {
  if (page_size >= 0) return absl::OkStatus();
  return invalid(
      {"OUT_OF_RANGE", "page_size", absl::StrCat(page_size), "0 (as many as usual) or more"});
}

size_t pageSize(int page_size) {
  return static_cast<size_t>(page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize));
}

absl::Status requestIdReused(const std::string& request_id) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   "request_id: another request was made with this request_id",
                   {"REQUEST_ID_REUSED", "request_id", request_id, "a new id for a new request",
                    "Make up a new request_id, or repeat the first request as it was."});
}

absl::Status draining(const std::string& what) {
  return makeError(
      absl::StatusCode::kUnavailable, "the server shuts down and takes no more " + what,
      {"DRAINING", "", "", "", "Retry later, at this or another address.", kDrainRetryDelay});
}

}  // namespace geotask
