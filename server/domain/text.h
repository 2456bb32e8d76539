// SPDX-License-Identifier: GPL-2.0-or-later
//
// Text in UTF-8 that must not become too long.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace geotask {

// Cuts text to at most `max_bytes`, between characters.
void cutText(std::string& text, size_t max_bytes);

// Whether bytes are text in UTF-8, as messages hold it.
bool isUtf8(const std::string& bytes);

// "a, b, c, … (7 more)": the first names, for messages.
std::string shortList(const std::vector<std::string>& names, size_t max_names = 10);

}  // namespace geotask
