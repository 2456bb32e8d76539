// SPDX-License-Identifier: GPL-2.0-or-later
//
// Draws a layer as a PNG. Main thread of a worker. The specification has been checked.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/picture.h"

class QgsVectorLayer;

namespace geotask {

// FAILED_PRECONDITION NOT_DRAWABLE, EXTENT_UNKNOWN.
absl::StatusOr<Picture> drawRows(QgsVectorLayer& layer, const PictureSpec& spec);

// The first vector layer with geometry of a file or, where there is none, its raster.
absl::StatusOr<Picture> drawFile(const std::string& path, const PictureSpec& spec);

// FAILED_PRECONDITION NOT_DRAWABLE.
absl::Status notDrawable(const std::string& why);

}  // namespace geotask
