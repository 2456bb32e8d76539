// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/program.h"

#include <filesystem>

namespace geotask {

namespace fs = std::filesystem;

std::string siblingProgram(const std::string& name) {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path beside = here / name;
  if (fs::exists(beside, error)) return beside.string();
  return (here.parent_path() / "libexec" / "geotaskd" / name).string();
}

}  // namespace geotask
