// SPDX-License-Identifier: GPL-2.0-or-later
//
// The operations of `geotask transform` as options of its command line, in whose order they are
// applied.
#pragma once

#include <CLI/App.hpp>

#include "geotask/result.h"
#include "geotask/v1/transform.pb.h"

namespace geotask::cli {

// Adds an option for each operation to the verb.
void addTransformOperations(CLI::App& verb);

// The chain that was given, once the command line is read. INVALID_ARGUMENT for a value that is none,
// or when there is no operation at all.
client::Result<v1::Transform> transformOf(const CLI::App& verb);

}  // namespace geotask::cli
