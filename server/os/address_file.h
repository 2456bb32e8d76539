// SPDX-License-Identifier: GPL-2.0-or-later
//
// A file that says where the daemon serves: one line, "HOST:PORT". Whoever finds it can connect:
// it appears whole, by rename.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace geotask {

// Replaces a file that is there. FAILED_PRECONDITION ADDRESS_FILE_FAILED when it cannot be written.
absl::Status writeAddressFile(const std::string& path, const std::string& address);

// At exit. Leaves the file alone when it tells another address: a successor wrote it. No file there
// is no error.
void removeAddressFile(const std::string& path, const std::string& address);

}  // namespace geotask
