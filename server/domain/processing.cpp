// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/processing.h"

namespace geotask {

uint64_t JobInputs::memoryBytes() const {
  uint64_t bytes = features ? features->memoryBytes() : 0;
  for (const CallInput& input : call) bytes += input.rows ? input.rows->memoryBytes() : 0;
  return bytes;
}

}  // namespace geotask
