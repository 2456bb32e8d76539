// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/crs_registry.h"

#include <proj.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"

namespace geotask {

namespace {

constexpr size_t kLongestWkt = 64 * 1024;
constexpr size_t kLongestRemembered = 4096;
constexpr size_t kMostRemembered = 1000;

struct ProjDeleter {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
  void operator()(PJ* object) const { proj_destroy(object); }
};

absl::Status invalid(const std::string& crs, const std::string& remedy) {
  return makeError(
      absl::StatusCode::kInvalidArgument,
      {"INVALID_CRS", "", crs, "an authority code such as EPSG:4326, or WKT2 (ISO 19162)", remedy});
}

bool isAuthorityCode(const std::string& text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  const auto word = [](absl::string_view part) {
    return !part.empty() && part.size() <= 32 && std::all_of(part.begin(), part.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
    });
  };
  return word(parts.first) && word(parts.second);
}

bool isWkt2(const std::string& text) {
  static constexpr const char* kKeywords[] = {
      "GEODCRS[", "GEOGCRS[",     "GEODETICCRS[", "GEOGRAPHICCRS[",  "PROJCRS[", "PROJECTEDCRS[",
      "VERTCRS[", "COMPOUNDCRS[", "ENGCRS[",      "DERIVEDPROJCRS[", "BOUNDCRS["};
  const std::string upper = absl::AsciiStrToUpper(absl::StripLeadingAsciiWhitespace(text));
  return std::any_of(std::begin(kKeywords), std::end(kKeywords),
                     [&](const char* keyword) { return absl::StartsWith(upper, keyword); });
}

// PARAMETERFILE is how WKT2 names grids; EXTENSION carries PROJ strings.
bool namesFiles(const std::string& wkt) {
  const std::string upper = absl::AsciiStrToUpper(wkt);
  return absl::StrContains(upper, "PARAMETERFILE") || absl::StrContains(upper, "EXTENSION") ||
         absl::StrContains(upper, "+PROJ") || absl::StrContains(upper, "GRIDS");
}

absl::Status lookUp(const std::string& crs) {
  const bool code = isAuthorityCode(crs);
  if (!code && (crs.size() > kLongestWkt || !isWkt2(crs))) {
    return invalid(crs, "PROJ strings, WKT1, URLs and files are not taken.");
  }
  if (!code && namesFiles(crs)) return invalid(crs, "Leave out the references to grid files.");
  const std::unique_ptr<PJ_CONTEXT, ProjDeleter> context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);
  const std::unique_ptr<PJ, ProjDeleter> object(proj_create(context.get(), crs.c_str()));
  if (object == nullptr && proj_context_get_database_metadata(
                               context.get(), "DATABASE.LAYOUT.VERSION.MAJOR") == nullptr) {
    return makeError(absl::StatusCode::kUnavailable, "PROJ's database cannot be read at the moment",
                     {"CRS_DATABASE_UNREADABLE", "", crs, "", "Retry later, or tell the operator.",
                      absl::Seconds(5)});
  }
  if (object == nullptr || proj_is_crs(object.get()) == 0) {
    return invalid(crs, code ? "No such code is known here." : "The WKT cannot be read.");
  }
  const PJ_TYPE type = proj_get_type(object.get());
  if (type == PJ_TYPE_VERTICAL_CRS || type == PJ_TYPE_GEOCENTRIC_CRS) {
    return invalid(crs, "It has no horizontal coordinates; take a geographic or projected one.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ProjCrsRegistry::check(const std::string& crs) const {
  {
    MutexLock lock(mutex_);
    if (good_.count(crs) > 0) return absl::OkStatus();
  }
  const absl::Status checked = lookUp(crs);
  if (checked.ok() && crs.size() <= kLongestRemembered) {
    MutexLock lock(mutex_);
    // Who asks for so many at once is no client whose calls are small.
    if (good_.size() >= kMostRemembered) good_.clear();
    good_.insert(crs);
  }
  return checked;
}

}  // namespace geotask
