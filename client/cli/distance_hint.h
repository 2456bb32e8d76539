// SPDX-License-Identifier: GPL-2.0-or-later
//
// The classic mistake: a distance meant in metres, for coordinates in degrees.
#pragma once

#include <string>

#include "geotask/v1/job.pb.h"

namespace geotask::cli {

// What to warn of, as a sentence; nothing when all is well, when `unit` was chosen, and when the
// data is on the server. Distances that are plausible in degrees, up to 10, pass.
std::string distanceHint(const v1::JobSpec& spec);

}  // namespace geotask::cli
