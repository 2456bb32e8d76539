// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_buffer.h"

#include "rpc/enum_check.h"

namespace geotask {
namespace {

static_assert(static_cast<int>(CapStyle::kSquare) == v1::Buffer::CAP_STYLE_SQUARE);
static_assert(static_cast<int>(JoinStyle::kBevel) == v1::Buffer::JOIN_STYLE_BEVEL);
static_assert(static_cast<int>(Side::kRight) == v1::Buffer::SIDE_RIGHT);

absl::Status checkEnums(const v1::Buffer& proto) {
  absl::Status status =
      checkEnum(v1::Buffer::CapStyle_descriptor(), proto.cap_style(), "cap_style");
  if (status.ok())
    status = checkEnum(v1::Buffer::JoinStyle_descriptor(), proto.join_style(), "join_style");
  if (status.ok()) status = checkEnum(v1::Buffer::Side_descriptor(), proto.side(), "side");
  if (status.ok()) status = checkEnum(v1::Buffer::Unit_descriptor(), proto.unit(), "unit");
  return status;
}

}  // namespace

absl::StatusOr<BufferOptions> fromProto(const v1::Buffer& proto) {
  if (absl::Status status = checkEnums(proto); !status.ok()) return status;
  BufferOptions options;
  if (proto.has_distance()) options.distance = proto.distance();
  options.distance_field = proto.distance_field();
  if (proto.has_segments()) options.segments = proto.segments();
  options.cap_style = static_cast<CapStyle>(proto.cap_style());
  options.join_style = static_cast<JoinStyle>(proto.join_style());
  if (proto.has_mitre_limit()) options.mitre_limit = proto.mitre_limit();
  options.side = static_cast<Side>(proto.side());
  options.dissolve = proto.dissolve();
  options.separate_disjoint = proto.separate_disjoint();
  options.output_crs = proto.output_crs();
  if (proto.unit() == v1::Buffer::UNIT_METRES) options.unit = DistanceUnit::kMetres;
  return options;
}

void toProto(const BufferOptions& options, v1::Buffer& proto) {
  if (options.distance) proto.set_distance(*options.distance);
  proto.set_distance_field(options.distance_field);
  if (options.segments) proto.set_segments(*options.segments);
  proto.set_cap_style(static_cast<v1::Buffer::CapStyle>(options.cap_style));
  proto.set_join_style(static_cast<v1::Buffer::JoinStyle>(options.join_style));
  if (options.mitre_limit) proto.set_mitre_limit(*options.mitre_limit);
  proto.set_side(static_cast<v1::Buffer::Side>(options.side));
  proto.set_dissolve(options.dissolve);
  proto.set_separate_disjoint(options.separate_disjoint);
  proto.set_output_crs(options.output_crs);
  if (options.unit == DistanceUnit::kMetres) proto.set_unit(v1::Buffer::UNIT_METRES);
}

}  // namespace geotask
