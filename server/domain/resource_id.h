// SPDX-License-Identifier: GPL-2.0-or-later
//
// Ids of jobs and datasets.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace geotask {

// A random one that cannot be guessed, in the form of a UUID.
std::string randomId();

// Whether a client may choose it: 1 to 63 characters from a-z0-9-, a letter or digit at both ends.
bool isId(absl::string_view id);

}  // namespace geotask
