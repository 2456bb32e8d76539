// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which of many envelopes meet, and what hangs together through such meetings.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"
#include "geos/wkb_parts.h"

namespace geotask {

// Calls `met` for each two envelopes that meet, with the indices of both, in an order that depends on the
// envelopes alone. False when not all of them were told: `met` said false, or finding them takes some
// seconds for a million.
bool eachMeeting(const std::vector<Envelope>& envelopes,
                 absl::FunctionRef<bool(size_t one, size_t other)> met);

// Sets of indices from 0 to count - 1, at first each by itself.
class Clusters {
 public:
  explicit Clusters(size_t count);

  // The smallest index that hangs together with this one.
  size_t of(size_t i);
  void join(size_t one, size_t other);
  void joinAll();
  // All of them, by their smallest index; in each the indices grow.
  std::vector<std::vector<size_t>> members();

 private:
  std::vector<size_t> parent_;
};

}  // namespace geotask
