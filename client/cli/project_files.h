// SPDX-License-Identifier: GPL-2.0-or-later
//
// A QGIS project here, .qgz or .qgs, and what it needs on the server: the layers that it names by paths
// relative to itself, each with what belongs to it. Layers with absolute paths stay where they are.
#pragma once

#include <string>
#include <vector>

#include "geotask/client.h"
#include "geotask/result.h"

namespace geotask::cli {

// The project first; paths from the folder on that holds them all. INVALID_ARGUMENT for a path that is
// not there or no project.
client::Result<std::vector<client::Client::LocalFile>> projectBundle(const std::string& path);

}  // namespace geotask::cli
