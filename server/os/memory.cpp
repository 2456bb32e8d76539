// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/memory.h"

#include <malloc.h>

namespace geotask {

void giveBackMemory() { malloc_trim(0); }

}  // namespace geotask
