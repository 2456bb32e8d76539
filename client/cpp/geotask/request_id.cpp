// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/request_id.h"

#include <cstdint>
#include <cstdio>
#include <random>

namespace geotask::client {

std::string newRequestId() {
  std::random_device device;
  uint32_t word[4];
  for (uint32_t& w : word) w = device();
  word[1] = (word[1] & 0xffff0fffu) | 0x00004000u;  // version 4
  word[2] = (word[2] & 0x3fffffffu) | 0x80000000u;  // variant of RFC 4122
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%04x%08x", word[0], word[1] >> 16,
                word[1] & 0xffffu, word[2] >> 16, word[2] & 0xffffu, word[3]);
  return text;
}

}  // namespace geotask::client
