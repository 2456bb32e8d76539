// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/companions.h"

#include <filesystem>

#include "absl/strings/match.h"

namespace geotask {

std::vector<std::string> withCompanions(const std::string& path) {
  namespace fs = std::filesystem;
  std::vector<std::string> files{path};
  const fs::path place(path);
  std::error_code error;
  if (!fs::is_regular_file(place, error)) return files;
  const std::string stem = place.stem().string() + ".";
  const std::string journal = place.filename().string() + "-";
  for (fs::directory_iterator entry(place.has_parent_path() ? place.parent_path() : ".", error),
       end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name == place.filename() || !entry->is_regular_file()) continue;
    if (absl::StartsWith(name, stem) || absl::StartsWith(name, journal)) {
      files.push_back(entry->path().string());
    }
  }
  return files;
}

}  // namespace geotask
