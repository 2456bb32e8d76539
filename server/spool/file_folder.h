// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files of an upload or of a job, in a folder of their own, as a set. The folder goes with the last
// reference to the set or to one of its readers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/file_set.h"

namespace geotask {

// The name of a folder that goes, with all that is in it, with its last owner.
struct FolderName {
  explicit FolderName(std::string p) : path(std::move(p)) {}
  ~FolderName() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  FolderName(const FolderName&) = delete;
  FolderName& operator=(const FolderName&) = delete;

  const std::string path;
};

// What files take on disk: whole blocks, one at least for each.
class DiskUse {
 public:
  void add(uint64_t file_bytes) { bytes_ += (file_bytes / kBlock + 1) * kBlock; }
  uint64_t bytes() const { return bytes_; }

 private:
  static constexpr uint64_t kBlock = 4096;
  uint64_t bytes_ = 0;
};

std::shared_ptr<const FileSet> makeFileFolder(std::shared_ptr<const FolderName> folder,
                                              std::vector<FileInfo> files, uint64_t disk_bytes);

}  // namespace geotask
