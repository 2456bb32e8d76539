// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/distance_hint.h"

#include <cmath>

#include "cli/ogr_schema.h"
#include "cli/text.h"

namespace geotask::cli {

std::string distanceHint(const v1::JobSpec& spec) {
  constexpr double kPlausibleDegrees = 10;
  const v1::Buffer& buffer = spec.buffer();
  if (buffer.unit() != v1::Buffer::UNIT_UNSPECIFIED) return "";
  if (!(std::abs(buffer.distance()) > kPlausibleDegrees)) return "";
  const std::string& text = spec.input().features().schema().crs();
  const client::Result<CrsPtr> crs = crsOf(text);
  if (!crs.ok() || *crs == nullptr || !(*crs)->IsGeographic()) return "";
  return "A distance of " + numberText(buffer.distance()) +
         " counts degrees here: the data is in " + fitted(text, 24) +
         ". For metres give --unit metres; --unit layer says that degrees are meant.";
}

}  // namespace geotask::cli
