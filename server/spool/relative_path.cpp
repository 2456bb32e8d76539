// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/relative_path.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "domain/errors.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr size_t kMaxPart = 255;
constexpr size_t kMaxPath = 1024;

bool isGoodPart(absl::string_view part) {
  return !part.empty() && part != "." && part != ".." && part.size() <= kMaxPart &&
         std::none_of(part.begin(), part.end(),
                      [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '\\'; });
}

}  // namespace

absl::Status checkRelativePath(const std::string& path) {
  const bool is_text = isUtf8(path);
  if (path.size() <= kMaxPath && is_text) {
    const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
    if (std::all_of(parts.begin(), parts.end(), isGoodPart)) return absl::OkStatus();
  }
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_PATH", "path", is_text ? path : "bytes that are no UTF-8",
                    "a relative path without `..`, control characters and backslashes, of at most "
                    "1024 bytes and 255 a part",
                    "Name the file as in roads.shp or tiles/3/1.png."});
}

}  // namespace geotask
