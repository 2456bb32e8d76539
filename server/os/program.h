// SPDX-License-Identifier: GPL-2.0-or-later
//
// Where this program's siblings are.
#pragma once

#include <string>

namespace geotask {

// The path of a program that is installed with this one: in the same folder or, as installed packages
// have it, in `../libexec/geotaskd`.
std::string siblingProgram(const std::string& name);

}  // namespace geotask
