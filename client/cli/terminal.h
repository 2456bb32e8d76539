// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the streams lead to.
#pragma once

#include <cstddef>

namespace geotask::cli {

// Columns of the terminal that a descriptor leads to; 0 when it leads to none. COLUMNS in the
// environment counts for terminals that do not tell.
size_t terminalWidth(int descriptor);

// Whether lines may be redrawn there: a terminal, and TERM is not `dumb`.
bool canRedraw(int descriptor);

// Whether colours may be used there: as canRedraw, and NO_COLOR is not set.
bool canColour(int descriptor);

}  // namespace geotask::cli
