// SPDX-License-Identifier: GPL-2.0-or-later
//
// The allocator of a program: jemalloc, by linking this. GEOS asks for many small pieces of memory on all
// threads at once, which takes a tenth more of its time with glibc's allocator.
#pragma once

namespace geotask {

// Gives memory that was freed back to the system. The allocator keeps what large geometries leave
// in pieces; call this when a burst of work is over. May take some tens of milliseconds.
void giveBackMemory();

}  // namespace geotask
