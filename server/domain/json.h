// SPDX-License-Identifier: GPL-2.0-or-later
//
// Values as JSON has them: what parameters of algorithms are given as, and results that are plain
// values. Integers keep 64 bits.
#pragma once

#include <nlohmann/json.hpp>

namespace geotask {

using Json = nlohmann::json;

}  // namespace geotask
