// SPDX-License-Identifier: GPL-2.0-or-later
//
// Paths of files in a set, as strangers give them.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace geotask {

// INVALID_ARGUMENT INVALID_PATH unless it names a file below a folder and nothing else: relative, parts
// between `/` that are neither empty nor `.` nor `..`, UTF-8 without control characters and `\`, at most
// 255 bytes a part and 1024 in all. The field is "path".
absl::Status checkRelativePath(const std::string& path);

}  // namespace geotask
