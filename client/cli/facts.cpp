// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/facts.h"

#include "cli/text.h"

namespace geotask::cli {

void Facts::add(const std::string& name, const std::string& value) {
  constexpr size_t kColumn = 11;
  if (value.empty() || value == "-") return;
  text_ += name + ":" + std::string(name.size() < kColumn ? kColumn - name.size() : 1, ' ') +
           shown(value) + "\n";
}

}  // namespace geotask::cli
