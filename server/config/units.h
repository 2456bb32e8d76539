// SPDX-License-Identifier: GPL-2.0-or-later
//
// Sizes and times as people write them: "512MiB", "90s", "1h30m".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace geotask {

// A whole number of B (or nothing), KiB, MiB, GiB or TiB. Nothing when it is something else or does
// not fit.
std::optional<uint64_t> parseSize(const std::string& text);
// In the largest unit that gives a whole number.
std::string formatSize(uint64_t bytes);

// Numbers with the units ms, s, m, h. Nothing when it is something else, negative or infinite.
std::optional<absl::Duration> parseTime(const std::string& text);

}  // namespace geotask
