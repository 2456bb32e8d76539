// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/features.h"

namespace geotask {

std::optional<size_t> Schema::fieldIndex(const std::string& name) const {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace geotask
