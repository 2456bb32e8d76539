// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/picture_checks.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {
namespace {

constexpr double kFarthest = 1e30;

absl::Status outOfRange(const std::string& field, const std::string& given,
                        const std::string& accepted) {
  return makeError(absl::StatusCode::kInvalidArgument, {"OUT_OF_RANGE", field, given, accepted});
}

absl::Status checkNumber(const std::string& field, double value, double least, double most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return outOfRange(field, absl::StrCat(value), absl::StrCat(least, " to ", most));
}

absl::Status checkColor(const std::string& field, const std::string& text) {
  const bool good = (text.size() == 7 || text.size() == 9) && text[0] == '#' &&
                    std::all_of(text.begin() + 1, text.end(),
                                [](unsigned char c) { return std::isxdigit(c) != 0; });
  if (good) return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_COLOR", field, text, "#RRGGBB or #RRGGBBAA",
                    "Write hexadecimal digits, as #FF8800."});
}

absl::Status checkSize(const PictureSpec& spec) {
  const std::string sides = absl::StrCat("1 to ", kMaxPictureSide);
  if (spec.width < 1 || spec.width > kMaxPictureSide) {
    return outOfRange("width", absl::StrCat(spec.width), sides);
  }
  if (spec.height < 0 || spec.height > kMaxPictureSide) {
    return outOfRange("height", absl::StrCat(spec.height), sides);
  }
  if (spec.width * spec.height > kMaxPicturePixels) {
    return outOfRange(
        "height", absl::StrCat(spec.height),
        absl::StrCat("at most ", kMaxPicturePixels / spec.width, " with a width of ", spec.width));
  }
  return absl::OkStatus();
}

absl::Status checkExtent(const Extent& extent) {
  const auto side = [](const char* axis, double least, double most) {
    const std::string field = absl::StrCat("extent.", axis, "_");
    absl::Status status = checkNumber(field + "minimum", least, -kFarthest, kFarthest);
    status.Update(checkNumber(field + "maximum", most, -kFarthest, kFarthest));
    if (status.ok() && !(least < most)) {
      status = outOfRange(field + "maximum", absl::StrCat(most), absl::StrCat("above ", least));
    }
    return status;
  };
  absl::Status status = side("x", extent.x_minimum, extent.x_maximum);
  status.Update(side("y", extent.y_minimum, extent.y_maximum));
  return status;
}

absl::Status checkStyle(const PictureStyle& style) {
  absl::Status status = checkColor("style.fill_color", style.fill_color);
  status.Update(checkColor("style.stroke_color", style.stroke_color));
  status.Update(checkColor("style.background", style.background));
  status.Update(checkNumber("style.stroke_width", style.stroke_width, 0, 100));
  status.Update(checkNumber("style.point_size", style.point_size, 0.1, 100));
  status.Update(checkNumber("style.opacity", style.opacity, 0, 1));
  return status;
}

}  // namespace

absl::Status checkPicture(const PictureSpec& spec, const CrsRegistry& crs) {
  absl::Status status = checkSize(spec);
  if (status.ok() && spec.extent) status = checkExtent(*spec.extent);
  status.Update(checkStyle(spec.style));
  if (status.ok() && !spec.crs.empty()) status = atField("crs", crs.check(spec.crs));
  return status;
}

}  // namespace geotask
