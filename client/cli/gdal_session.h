// SPDX-License-Identifier: GPL-2.0-or-later
//
// GDAL as this program uses it: drivers registered once, its messages kept off the terminal.
#pragma once

#include <string>

#include "geotask/result.h"

namespace geotask::cli {

// Registers the drivers; the first call does it. Warnings of GDAL go to standard error as
// `geotask: warning: …`, each once; errors are kept for gdalError(). Not thread-safe.
void startGdal();

// An error of ours with GDAL's last message after `what`.
client::Error gdalError(grpc::StatusCode code, const std::string& reason, const std::string& what,
                        const std::string& remedy = "");

}  // namespace geotask::cli
