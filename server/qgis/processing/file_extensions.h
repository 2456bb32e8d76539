// SPDX-License-Identifier: GPL-2.0-or-later
//
// Extensions of the files that parameters take or make.
#pragma once

#include <qgsprocessingparameters.h>

#include <string>
#include <vector>

namespace geotask {

// Of the files that a destination can make, without dot, the default first; empty: any.
std::vector<std::string> destinationExtensions(const QgsProcessingDestinationParameter& parameter);

// Of the files that a parameter takes: out of a filter as "GeoPackages (*.gpkg *.GPKG)".
std::vector<std::string> filterExtensions(const QString& filter);

}  // namespace geotask
