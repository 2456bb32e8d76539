// SPDX-License-Identifier: GPL-2.0-or-later
//
// Text for people, broken into lines.
#pragma once

#include <string>

namespace geotask::cli {

// The text in lines of at most `width` columns, each after `indent` blanks and with its newline. Lines
// of the text stay apart; its empty lines are kept, but for those at the ends. A word that is longer
// than a line has a line of its own. Control characters are shown().
std::string paragraph(const std::string& text, size_t width, size_t indent = 0);

// Columns to write to a descriptor: those of its terminal, at most 100; 80 where there is none.
size_t readableWidth(int descriptor);

}  // namespace geotask::cli
