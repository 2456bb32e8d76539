// SPDX-License-Identifier: GPL-2.0-or-later
//
// How a layer is drawn.
#pragma once

#include <QColor>
#include <string>

#include "domain/picture.h"

class QgsRasterLayer;
class QgsVectorLayer;

namespace geotask {

// Of `#RRGGBB` or `#RRGGBBAA`.
QColor colorOf(const std::string& text);

void styleVector(QgsVectorLayer& layer, const PictureStyle& style);
// Grey from the least to the greatest value where the raster brings no colours.
void styleRaster(QgsRasterLayer& layer, const PictureStyle& style);

}  // namespace geotask
