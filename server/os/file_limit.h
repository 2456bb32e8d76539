// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files and connections that the process may have open.
#pragma once

namespace geotask {

// Raises the limit to the most that the system lets this process have. Service managers start with
// 1024, for the sake of programs that use select().
void raiseFileLimit();

}  // namespace geotask
