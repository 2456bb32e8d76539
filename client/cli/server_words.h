// SPDX-License-Identifier: GPL-2.0-or-later
//
// Names and ids for completion, asked from the server in a hurry: one attempt with a short deadline,
// and nothing at all when that fails.
#pragma once

#include <string>

#include "cli/completion.h"

namespace geotask::cli {

// Of the server at `address`.
CompletionSource serverWords(const std::string& address);

}  // namespace geotask::cli
