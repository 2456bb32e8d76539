// SPDX-License-Identifier: GPL-2.0-or-later
//
// What programs need of the system besides what a plan names. Not: /home, /root, /run, /var, what
// /proc says of other processes or of the network, and of /etc neither passwords nor what services
// are configured with. Not every path is there on every system.
#pragma once

#include <string>
#include <vector>

namespace geotask {

// Programs and libraries: to read and to run.
std::vector<std::string> programPaths();

// To read: how the dynamic linker, the C library, fonts, Python and Qt find their way; what /proc says
// of the process that asks (the calling one, by its number) and of the machine; with `network`, how
// hosts are found and certificates checked.
std::vector<std::string> readablePaths(bool network);

// To read and write: /dev/null and its like.
std::vector<std::string> devicePaths();

}  // namespace geotask
