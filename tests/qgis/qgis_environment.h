// SPDX-License-Identifier: GPL-2.0-or-later
//
// A headless QGIS for the tests of this folder, made before the first and ended after the last.
#pragma once

#include <string>

#include "qgis/host.h"

namespace geotask::testing {

QgisHost& host();

// A folder of this test program's own, empty at its start and removed at its end.
std::string scratchDir();

}  // namespace geotask::testing
