// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whether a geometry may be buffered part by part, and the tasks that do it; the tasks of a union of many.
//
// A buffer on both sides of several points and polygons is the union of the buffers of each when the
// distance is positive and each polygon is valid; of valid multipolygons it is that of negative distances, too,
// and the buffers do not meet. (Two overlapping polygons that shrink are another matter, and so are
// polygons that cross themselves, and bevels, whose shape hangs together with what is beside them; and
// lines: with flat caps on real borders, a fifth of the area differs, with round ones 3e-6 of it; and mitres
// of shrinking polygons, which may reach into others.)
// Where the buffers of some parts meet no others, nothing need be valid: what crosses itself there has no
// say elsewhere.
// How a geometry is cut depends on it and on the style alone.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "geos/cost_model.h"
#include "geos/geometry_task.h"
#include "geos/wkb_parts.h"

namespace geotask {

// Whether cutting is right, so far as can be told without looking whether polygons are valid.
bool mayCut(const WkbParts& parts, const BufferStyle& style);

// mayCut() and worth while.
bool cuts(const WkbParts& parts, const BufferCost& cost, const BufferStyle& style);

// The parts of a geometry in pieces: neighbours whose buffers meet at once where that is sooner
// (cost_model.h), else each by itself. First the pieces whose buffers are to be united, kBufferValid, the
// large ones last, so that few unions have to do with them; then those that meet no other, kBufferApart. In
// groups along a Hilbert curve, each of some tens of milliseconds or of one piece. `parts` are those
// of `wkb`, little endian, X and Y.
std::vector<GeometryTask> cutTasks(absl::string_view wkb, const WkbParts& parts,
                                   const BufferStyle& style);

// The union of these polygons, whose order does not matter, in tiles along a Hilbert curve: leaves of a
// tree (task_tree.h). What fits into one tile is one task, with the bytes of QGIS's union. None when all
// are empty.
std::vector<GeometryTask> uniteTasks(std::vector<std::string> wkbs);

}  // namespace geotask
