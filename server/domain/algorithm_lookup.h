// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finds algorithms by id.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/algorithm.h"

namespace geotask {

// Null when there is none of this id.
const AlgorithmDescription* findAlgorithm(const std::vector<AlgorithmDescription>& algorithms,
                                          const std::string& id);

// NOT_FOUND UNKNOWN_ALGORITHM; accepted are those that are spelled alike.
absl::Status unknownAlgorithm(const std::string& field, const std::string& id,
                              const std::vector<AlgorithmDescription>& algorithms);

// UNAVAILABLE CATALOGUE_NOT_READY.
absl::Status catalogueNotReady();

}  // namespace geotask
