// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files of WKB: each geometry comes after its length, a 32-bit integer in this machine's byte order.
// data.py writes them.
#pragma once

#include <string>
#include <vector>

namespace geotask::bench {

// All geometries of a file. Ends the process with a message when it cannot be read.
std::vector<std::string> readWkbFile(const std::string& path);

}  // namespace geotask::bench
