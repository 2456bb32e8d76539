// SPDX-License-Identifier: GPL-2.0-or-later
//
// Functions of QGIS expressions that look at the files or the environment of the machine. They would
// tell of the server, not of the caller's data.
#pragma once

namespace geotask {

// Makes `env`, `file_exists` and their like an error that says so. Once, after QGIS was started and
// before an expression is parsed.
void closeExpressionsToFiles();

}  // namespace geotask
