// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whether a picture can be asked for. Fields are named from the top of RenderOutputRequest.
#pragma once

#include "absl/status/status.h"
#include "domain/catalogue.h"
#include "domain/picture.h"

namespace geotask {

// INVALID_ARGUMENT OUT_OF_RANGE, INVALID_COLOR, INVALID_CRS.
absl::Status checkPicture(const PictureSpec& spec, const CrsRegistry& crs);

}  // namespace geotask
