// SPDX-License-Identifier: GPL-2.0-or-later
//
// Coordinate operations as PROJ strings, as they come from outside. Pure functions; any thread.
#pragma once

#include <string>

namespace geotask {

// Whether a file or grid in it has a folder, a drive or an address. What PROJ finds by its bare name
// is what the operator has installed.
bool namesPlaces(const std::string& operation);

// Whether this machine's PROJ can do it, with the grids that are here. Also true for no text, which
// stands for PROJ's choice.
bool isOperation(const std::string& operation);

}  // namespace geotask
