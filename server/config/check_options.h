// SPDX-License-Identifier: GPL-2.0-or-later
//
// Turns the values as they were written into options; every problem is collected, not just the
// first.
#pragma once

#include <string>
#include <vector>

#include "config/options.h"
#include "config/settings.h"

namespace geotask {

Options checkOptions(const SettingValues& values, std::vector<std::string>& problems);

}  // namespace geotask
