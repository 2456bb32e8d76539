// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/lane.h"

namespace geotask {

void Lane::activateWaiting() {
  while (active < max_active && !waiting.empty()) {
    ready.enter(*waiting.begin()->second);
    waiting.erase(waiting.begin());
    ++active;
  }
}

bool Lane::moreToTake() const {
  return !ready.empty() || (!waiting.empty() && active < max_active);
}

}  // namespace geotask
