// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace geotask {

void cutText(std::string& text, size_t max_bytes) {
  if (text.size() <= max_bytes) return;
  size_t end = max_bytes;
  // Bytes 10xxxxxx continue a character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
}

bool isUtf8(const std::string& bytes) {
  // The smallest character that takes so many bytes: what could be shorter is no UTF-8.
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  for (size_t i = 0; i < bytes.size();) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const size_t size = first < 0x80             ? 1
                        : (first & 0xE0) == 0xC0 ? 2
                        : (first & 0xF0) == 0xE0 ? 3
                        : (first & 0xF8) == 0xF0 ? 4
                                                 : 0;
    if (size == 0 || size > bytes.size() - i) return false;
    uint32_t character = size == 1 ? first : first & (0xFF >> (size + 1));
    for (size_t k = 1; k < size; ++k) {
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      if ((next & 0xC0) != 0x80) return false;
      character = character << 6 | (next & 0x3F);
    }
    const bool is_surrogate = character >= 0xD800 && character < 0xE000;
    if (character < kSmallest[size] || character > 0x10FFFF || is_surrogate) return false;
    i += size;
  }
  return true;
}

std::string shortList(const std::vector<std::string>& names, size_t max_names) {
  const size_t shown = std::min(names.size(), max_names);
  std::string list = absl::StrJoin(names.begin(), names.begin() + shown, ", ");
  if (shown < names.size()) absl::StrAppend(&list, ", … (", names.size() - shown, " more)");
  return list;
}

}  // namespace geotask
