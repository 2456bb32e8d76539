// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_picture.h"

#include "rpc/resource_name.h"

namespace geotask {
namespace {

void take(const std::string& given, std::string& text) {
  if (!given.empty()) text = given;
}

PictureStyle styleOf(const v1::RenderStyle& proto) {
  PictureStyle style;
  take(proto.fill_color(), style.fill_color);
  take(proto.stroke_color(), style.stroke_color);
  take(proto.background(), style.background);
  if (proto.has_stroke_width()) style.stroke_width = proto.stroke_width();
  if (proto.has_point_size()) style.point_size = proto.point_size();
  if (proto.has_opacity()) style.opacity = proto.opacity();
  return style;
}

}  // namespace

absl::StatusOr<PictureRequest> fromProto(const v1::RenderOutputRequest& proto,
                                         const std::string& principal) {
  const absl::StatusOr<std::string> id = parseJobName(proto.name());
  if (!id.ok()) return id.status();
  PictureRequest request;
  request.principal = principal;
  request.job_id = *id;
  request.output = proto.output();
  request.path = proto.path();
  if (proto.width() != 0) request.spec.width = proto.width();
  request.spec.height = proto.height();
  if (proto.has_extent()) {
    const v1::Extent& extent = proto.extent();
    request.spec.extent =
        Extent{extent.x_minimum(), extent.y_minimum(), extent.x_maximum(), extent.y_maximum()};
  }
  request.spec.crs = proto.crs();
  request.spec.style = styleOf(proto.style());
  return request;
}

void toProto(const Picture& picture, v1::RenderHeader& proto) {
  proto.set_width(picture.width);
  proto.set_height(picture.height);
  proto.mutable_extent()->set_x_minimum(picture.extent.x_minimum);
  proto.mutable_extent()->set_y_minimum(picture.extent.y_minimum);
  proto.mutable_extent()->set_x_maximum(picture.extent.x_maximum);
  proto.mutable_extent()->set_y_maximum(picture.extent.y_maximum);
  proto.set_crs(picture.crs);
  proto.set_media_type("image/png");
  proto.set_byte_count(picture.png.size());
}

}  // namespace geotask
