// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/resource_id.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace geotask {

namespace {

constexpr size_t kMaxBytes = 63;

bool isLetterOrDigit(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) ||
         absl::ascii_isdigit(static_cast<unsigned char>(c));
}

}  // namespace

std::string randomId() {
  absl::BitGen random;
  const auto digits = [&random] {
    return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
  };
  std::string id = digits() + digits();
  for (const size_t place : {20, 16, 12, 8}) id.insert(place, "-");
  return id;
}

bool isId(absl::string_view id) {
  if (id.empty() || id.size() > kMaxBytes) return false;
  return isLetterOrDigit(id.front()) && isLetterOrDigit(id.back()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return c == '-' || isLetterOrDigit(c); });
}

}  // namespace geotask
