// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the algorithms of this process's QGIS are.
#pragma once

#include <vector>

#include "domain/algorithm.h"

namespace geotask {

// Registers QGIS's native algorithms. Main thread, once a process, after QgsApplication is there.
void addNativeAlgorithms();

// All that are registered, by id. Main thread.
std::vector<AlgorithmDescription> describeAlgorithms();

}  // namespace geotask
