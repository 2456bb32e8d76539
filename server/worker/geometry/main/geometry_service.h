// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace geotask {

// Does the tasks that come through this socket, which it owns, one after another, until the other side
// closes it.
void serveGeometryTasks(int socket);

}  // namespace geotask
