// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/features.h"

namespace geotask {

std::optional<size_t> Schema::fieldIndex(const std::string& name) const {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  return std::nullopt;
}

uint64_t memoryOf(const Feature& row) {
  uint64_t size = sizeof(Feature) + row.attributes.size() * sizeof(Value);
  if (row.wkb) size += row.wkb->capacity();
  for (const Value& value : row.attributes) {
    if (const auto* text = std::get_if<std::string>(&value)) size += text->capacity();
    if (const auto* binary = std::get_if<Binary>(&value)) size += binary->bytes.capacity();
  }
  return size;
}

}  // namespace geotask
