// SPDX-License-Identifier: GPL-2.0-or-later
//
// The name of a file that goes with its last owner.
#pragma once

#include <unistd.h>

#include <string>
#include <utility>

namespace geotask {

struct FileName {
  explicit FileName(std::string p) : path(std::move(p)) {}
  ~FileName() { ::unlink(path.c_str()); }
  FileName(const FileName&) = delete;
  FileName& operator=(const FileName&) = delete;

  const std::string path;
};

}  // namespace geotask
