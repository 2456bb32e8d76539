// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/text.h"

#include <algorithm>

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

std::string shortList(const std::vector<std::string>& names, size_t max_names) {
  const size_t shown = std::min(names.size(), max_names);
  std::string list = absl::StrJoin(names.begin(), names.begin() + shown, ", ");
  if (shown < names.size()) absl::StrAppend(&list, ", … (", names.size() - shown, " more)");
  return list;
}

}  // namespace geotask
