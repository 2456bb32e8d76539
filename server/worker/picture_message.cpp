// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/picture_message.h"

#include <cmath>
#include <utility>

#include "worker/protocol.h"

namespace geotask {
namespace {

constexpr size_t kMaxCrsBytes = 16384;
// A PNG of noise takes a little more than its pixels.
constexpr size_t kMaxPngBytes = size_t{4} * kMaxPicturePixels + (size_t{1} << 20);

Json toJson(const Extent& extent) {
  return {extent.x_minimum, extent.y_minimum, extent.x_maximum, extent.y_maximum};
}

bool extentFromJson(const Json& json, Extent& extent) {
  if (!json.is_array() || json.size() != 4) return false;
  double* const members[] = {&extent.x_minimum, &extent.y_minimum, &extent.x_maximum,
                             &extent.y_maximum};
  for (size_t i = 0; i < 4; ++i) {
    if (!json[i].is_number()) return false;
    *members[i] = json[i].get<double>();
    if (!std::isfinite(*members[i])) return false;
  }
  return true;
}

uint32_t bigEndian(const std::string& bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// Its first chunk tells the size.
bool isPng(const std::string& png, int width, int height) {
  const std::string kBegin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  return png.size() > 33 && png.size() <= kMaxPngBytes && png.compare(0, 16, kBegin) == 0 &&
         bigEndian(png, 16) == static_cast<uint32_t>(width) &&
         bigEndian(png, 20) == static_cast<uint32_t>(height);
}

}  // namespace

Json toJson(const PictureSpec& spec) {
  const PictureStyle& style = spec.style;
  return {{"width", spec.width},
          {"height", spec.height},
          {"extent", spec.extent ? toJson(*spec.extent) : Json()},
          {"crs", spec.crs},
          {"fill_color", style.fill_color},
          {"stroke_color", style.stroke_color},
          {"stroke_width", style.stroke_width},
          {"point_size", style.point_size},
          {"opacity", style.opacity},
          {"background", style.background}};
}

PictureSpec pictureSpecFromJson(const Json& json) {
  PictureSpec spec;
  spec.width = static_cast<int>(numberIn(json, "width"));
  spec.height = static_cast<int>(numberIn(json, "height"));
  Extent extent;
  if (extentFromJson(valueIn(json, "extent"), extent)) spec.extent = extent;
  spec.crs = textIn(json, "crs");
  spec.style.fill_color = textIn(json, "fill_color");
  spec.style.stroke_color = textIn(json, "stroke_color");
  spec.style.stroke_width = numberIn(json, "stroke_width");
  spec.style.point_size = numberIn(json, "point_size");
  spec.style.opacity = numberIn(json, "opacity");
  spec.style.background = textIn(json, "background");
  return spec;
}

Json toJson(const Picture& picture) {
  return {{"width", picture.width},
          {"height", picture.height},
          {"extent", toJson(picture.extent)},
          {"crs", picture.crs}};
}

absl::StatusOr<Picture> pictureFromJson(const Json& json, std::string png) {
  Picture picture;
  const double width = numberIn(json, "width");
  const double height = numberIn(json, "height");
  const bool sized = width >= 1 && width <= kMaxPictureSide && height >= 1 &&
                     height <= kMaxPictureSide && width * height <= kMaxPicturePixels;
  if (!sized) return absl::InvalidArgumentError("a picture of no size that it may have");
  picture.width = static_cast<int>(width);
  picture.height = static_cast<int>(height);
  if (!extentFromJson(valueIn(json, "extent"), picture.extent)) {
    return absl::InvalidArgumentError("a picture without an extent");
  }
  if (!isPng(png, picture.width, picture.height)) {
    return absl::InvalidArgumentError("a picture that is no PNG of its size");
  }
  picture.crs = textIn(json, "crs", kMaxCrsBytes);
  picture.png = std::move(png);
  return picture;
}

}  // namespace geotask
