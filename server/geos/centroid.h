// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace geotask {

// WKB of the centroid of plain WKB (wkb_parts.h); nothing when there is none or GEOS cannot make it. Any thread.
std::optional<std::string> centroidWkb(absl::string_view wkb);

}  // namespace geotask
