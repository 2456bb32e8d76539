// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/memory.h"

#ifdef GEOTASK_JEMALLOC
#include <jemalloc/jemalloc.h>

#define GEOTASK_TEXT_OF(number) #number
#define GEOTASK_TEXT(number) GEOTASK_TEXT_OF(number)

extern "C" {
// Read before main(). What is free goes back to the system within five minutes, and its addresses too: they
// count against the limit of a geometry process. Sooner, and a call has to ask for it again.
const char* malloc_conf = "retain:false,dirty_decay_ms:300000,muzzy_decay_ms:0";
}

namespace geotask {

void giveBackMemory() {
  mallctl("arena." GEOTASK_TEXT(MALLCTL_ARENAS_ALL) ".purge", nullptr, nullptr, nullptr, 0);
}

}  // namespace geotask

#else
#include <malloc.h>

namespace geotask {

void giveBackMemory() { malloc_trim(0); }

}  // namespace geotask

#endif
