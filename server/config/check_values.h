// SPDX-License-Identifier: GPL-2.0-or-later
//
// Checks of single values. Each gives what is wrong and what to do about it, or an empty string.
#pragma once

#include <string>

namespace geotask {

// HOST:PORT, [V6]:PORT or unix:PATH.
std::string checkListenAddress(const std::string& address);

// Letters, digits, '_' and '-' in lower case, a letter first.
std::string checkSourceName(const std::string& name);

// The id of an algorithm, or a pattern with `*` and `?` that ids can match.
std::string checkAlgorithmPattern(const std::string& pattern);

// A file or a folder that can be read.
std::string checkReadable(const std::string& path);

// A folder that can be written to, or be made by whoever can write to the nearest one above it.
std::string checkStateDir(const std::string& path);

// A path in a folder that can be written to.
std::string checkNewFile(const std::string& path);

// The text of a connection with the passwords replaced by "***".
std::string maskPasswords(const std::string& connection);

}  // namespace geotask
