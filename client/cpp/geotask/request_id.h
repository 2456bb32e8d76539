// SPDX-License-Identifier: GPL-2.0-or-later
//
// Ids for requests: a submit that is repeated with the same id makes no second job.
#pragma once

#include <string>

namespace geotask::client {

// A random UUID (version 4). Any thread may call it.
std::string newRequestId();

}  // namespace geotask::client
