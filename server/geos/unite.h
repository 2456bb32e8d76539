// SPDX-License-Identifier: GPL-2.0-or-later
//
// Unions of polygons that overlay only what can meet. The inputs are polygons or multipolygons that
// are valid, as GEOS's buffers and unions are; so is what is made of them, a multipolygon. Which
// overlays are made depends on the inputs and their order alone.
#pragma once

#include <vector>

#include "geos/geos.h"

namespace geotask {

// The union of two: polygons that touch no polygon of the other are taken over as they are.
// Null when GEOS cannot; its context then has the error.
Geom unite(Geom a, Geom b);

// The union of all, in pairs of neighbours, then pairs of those. No polygons give an empty one.
Geom uniteAll(std::vector<Geom> geometries);

}  // namespace geotask
