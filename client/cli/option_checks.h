// SPDX-License-Identifier: GPL-2.0-or-later
//
// Checks of option values while the command line is read. Each says what is wrong with a value in a
// sentence, or nothing when it is good. Pure functions.
#pragma once

#include <string>

namespace geotask::cli {

// HOST:PORT with a port from 1 to 65535, or unix:PATH.
std::string checkAddress(const std::string& text);

// A path, or `-`.
std::string checkFile(const std::string& text);

}  // namespace geotask::cli
