// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is refused whatever the arguments, and commands of fcntl() and ioctl() that are.
#pragma once

#include <cstdint>
#include <vector>

namespace geotask {

struct DeniedCalls {
  int error;  // What they return, as errno counts; 0: success, having done nothing.
  std::vector<const char*> names;
};

std::vector<DeniedCalls> deniedCalls();

// Signals to others when something happens to a file, and the say over who else may open it.
std::vector<uint64_t> deniedFcntls();

// Keys put into the terminal, signals to others, and attributes of files that can only be read.
std::vector<uint64_t> deniedIoctls();

}  // namespace geotask
