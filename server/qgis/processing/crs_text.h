// SPDX-License-Identifier: GPL-2.0-or-later
//
// A CRS as the text by which others know it.
#pragma once

#include <qgscoordinatereferencesystem.h>

#include <string>

namespace geotask {

// Its authority code, else WKT2; empty for none. What a user of this machine has made has no code
// elsewhere.
std::string crsText(const QgsCoordinateReferenceSystem& crs);

}  // namespace geotask
