// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a shell must be told so that it asks `geotask complete` for completions.
#pragma once

#include <string>

namespace geotask::cli {

// Of "bash", "zsh" or "fish"; empty for others.
std::string completionScript(const std::string& shell);

}  // namespace geotask::cli
