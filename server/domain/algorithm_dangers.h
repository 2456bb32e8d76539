// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is dangerous about algorithms and their arguments, whatever the operator says of it: see
// algorithm_policy.h for the reasoning. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "domain/algorithm.h"
#include "domain/json.h"

namespace geotask {

// "it runs SQL"; empty: nothing.
std::string dangerOf(const AlgorithmDescription& algorithm);

// Whether it changes in place what this parameter of it is given.
bool changesInPlace(const AlgorithmDescription& algorithm, const ParameterDescription& parameter);

struct DangerousArgument {
  std::string parameter;  // Its name.
  std::string reason;     // ARGUMENT_DENIED, SOURCE_PROTECTED.
  std::string because;
  std::string given;
  std::string accepted;
};
std::optional<DangerousArgument> dangerousArgument(const AlgorithmDescription& algorithm,
                                                   const Json& parameters);

}  // namespace geotask
