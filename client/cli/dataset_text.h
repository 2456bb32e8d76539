// SPDX-License-Identifier: GPL-2.0-or-later
//
// How datasets read. What users and servers have written into them is shown() for a terminal.
#pragma once

#include <string>

#include "geotask/v1/datasets.pb.h"

namespace geotask::cli {

// Everything about a dataset, a fact a line.
std::string describe(const v1::Dataset& dataset);

}  // namespace geotask::cli
