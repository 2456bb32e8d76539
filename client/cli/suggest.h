// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a mistyped word may have meant.
#pragma once

#include <string>
#include <vector>

namespace geotask::cli {

// The choice that is nearest to `word`, empty when none is near: `bufer` gives `buffer`.
std::string nearest(const std::string& word, const std::vector<std::string>& choices);

}  // namespace geotask::cli
