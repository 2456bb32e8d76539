// SPDX-License-Identifier: GPL-2.0-or-later
//
// The folder of one worker, the same for its life:
//
//     in/    what its job reads; it cannot write there     out/   what its job makes
//     tmp/   temporary files                               home/  its profile
//     kept/  what the daemon has taken from out/; the worker does not see it
//
// Nothing in it is trusted: it is walked by descriptors and no link is followed.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace geotask {

// Used by one thread at a time.
class WorkerFolder {
 public:
  // Makes it.
  static absl::StatusOr<std::unique_ptr<WorkerFolder>> create(const std::string& path);
  // Removes it: when its worker has ended.
  ~WorkerFolder();
  WorkerFolder(const WorkerFolder&) = delete;
  WorkerFolder& operator=(const WorkerFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string in() const { return path_ + "/in"; }
  std::string out() const { return path_ + "/out"; }
  std::string tmp() const { return path_ + "/tmp"; }
  std::string home() const { return path_ + "/home"; }

  // Empties in/, out/ and kept/, and tmp/ but for its folders, which the worker believes to be there.
  absl::Status clear();

  // What out/ and tmp/ take of the disk.
  uint64_t diskBytes() const;

  // Moves the file `path` of out/ to where the worker cannot reach it, and tells where that is.
  // INVALID_ARGUMENT for what is not a plain file below out/ by a plain path, or has other names.
  absl::StatusOr<std::string> keep(const std::string& path);

 private:
  explicit WorkerFolder(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  unsigned kept_ = 0;
};

// Whether a path leads down only: relative, no `..`, no empty part.
bool isPlainPath(const std::string& path);

}  // namespace geotask
