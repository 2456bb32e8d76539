// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace geotask {

// Vertices of one geometry that is made of a smaller one: 160 MB. What is larger is a mistake in the
// options, and would take the memory of all others. TOO_MANY_VERTICES.
constexpr int64_t kMostMadeVertices = 10'000'000;

}  // namespace geotask
