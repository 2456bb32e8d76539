// SPDX-License-Identifier: GPL-2.0-or-later
//
// Memory and the system's allocator.
#pragma once

namespace geotask {

// Gives memory that was freed back to the system. The allocator keeps what large geometries leave
// in pieces; call this when a burst of work is over. May take some tens of milliseconds.
void giveBackMemory();

}  // namespace geotask
