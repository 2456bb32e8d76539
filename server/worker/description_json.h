// SPDX-License-Identifier: GPL-2.0-or-later
//
// Algorithms as JSON: members as those of AlgorithmDescription, empty ones left out.
#pragma once

#include <vector>

#include "domain/algorithm.h"
#include "domain/json.h"

namespace geotask {

Json toJson(const AlgorithmDescription& algorithm);

// Those of a list that have an id, by id, each id once. `denied` is not taken over.
std::vector<AlgorithmDescription> algorithmsFromJson(const Json& list);

}  // namespace geotask
