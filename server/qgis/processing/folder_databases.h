// SPDX-License-Identifier: GPL-2.0-or-later
//
// Geodatabases in folders (.gdb) that cannot be written.
#pragma once

namespace geotask {

// From now on GDAL refuses to open one for writing, and QGIS, which tries that first, opens it for
// reading. GDAL itself would open it and give layers without fields. Once, when drivers are
// registered and before the first layer is opened.
void keepReadOnlyGeodatabases();

}  // namespace geotask
