// SPDX-License-Identifier: GPL-2.0-or-later
//
// Removes what somebody else has made, who may wish harm: links are not followed, folders that
// forbid to be read are opened, and those nested without end cost neither stack nor descriptors.
// INTERNAL when something stays, as it may while somebody makes more.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace geotask {

// Empties a folder; with `itself` it goes too. One that is not there is fine.
absl::Status removeTree(const std::string& path, bool itself);

// Removes the files of a folder and empties its folders, which stay.
absl::Status emptySubfolders(const std::string& path);

}  // namespace geotask
