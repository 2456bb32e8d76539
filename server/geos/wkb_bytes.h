// SPDX-License-Identifier: GPL-2.0-or-later
//
// WKB byte by byte, little endian, X and Y: ISO's numbers of types, and what stands before coordinates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"

namespace geotask {

constexpr uint32_t kWkbPoint = 1, kWkbLineString = 2, kWkbPolygon = 3, kWkbMultiLineString = 5,
                   kWkbMultiPolygon = 6, kWkbCollection = 7;
// Byte order and type; behind them, of all but points, how many there are of what follows.
constexpr size_t kWkbTypeBytes = 1 + sizeof(uint32_t);
constexpr size_t kWkbHeadBytes = kWkbTypeBytes + sizeof(uint32_t);
constexpr size_t kWkbVertexBytes = 2 * sizeof(double);

inline uint32_t numberAt(absl::string_view wkb, size_t at) {
  uint32_t number = 0;
  std::memcpy(&number, wkb.data() + at, sizeof(number));
  return number;
}

inline void appendNumber(std::string& wkb, uint32_t number) {
  wkb.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

inline void appendHead(std::string& wkb, uint32_t type, uint32_t count) {
  wkb += '\1';
  appendNumber(wkb, type);
  appendNumber(wkb, count);
}

}  // namespace geotask
