// SPDX-License-Identifier: GPL-2.0-or-later
//
// How the outputs of a job read. Pure functions.
#pragma once

#include <string>

#include "geotask/v1/job.pb.h"

namespace geotask::cli {

// `240 rows, 12.4 kB, MultiPolygon, EPSG:4326`, `dem.tif, 3.1 MB`, `3 files, 3.1 MB`, `42`.
std::string outputText(const v1::Output& output);

// All of them in a few words: `240 rows, 12.4 kB`, `1 file, 3.1 MB`, `3 outputs`, `nothing`.
std::string outputsText(const v1::Job& job);

}  // namespace geotask::cli
