// SPDX-License-Identifier: GPL-2.0-or-later
//
// How algorithms read. Pure functions; what servers have written is shown() for a terminal.
#pragma once

#include <google/protobuf/struct.pb.h>

#include <string>

#include "geotask/v1/algorithms.pb.h"

namespace geotask::cli {

// Everything about an algorithm but an example, in lines of at most `width` columns.
std::string describe(const v1::Algorithm& algorithm, size_t width);

// What keeps it out of lists: `denied, deprecated`; empty for most.
std::string notesText(const v1::Algorithm& algorithm);

// A value as one types it: `0.1`, `true`, `EPSG:4326`, `[1,2]`; empty for null.
std::string valueText(const google::protobuf::Value& value);

// Which layers a parameter takes: `points or lines`, `a raster`; empty: none.
std::string layersText(const v1::Parameter& parameter);

}  // namespace geotask::cli
