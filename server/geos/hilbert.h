// SPDX-License-Identifier: GPL-2.0-or-later
//
// An order in which what is near in the plane is near in the list.
#pragma once

#include <cstdint>
#include <vector>

#include "geos/wkb_parts.h"

namespace geotask {

// The indices of these envelopes along a Hilbert curve, by where their middles come among all in x and in
// y; those at the same place in the order they are in. Depends on the envelopes alone.
std::vector<size_t> hilbertOrder(const std::vector<Envelope>& envelopes);

}  // namespace geotask
