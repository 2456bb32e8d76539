// SPDX-License-Identifier: GPL-2.0-or-later
//
// A port: files that were uploaded or made by a job.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace geotask {

struct FileInfo {
  std::string path;  // Below the set's folder, with `/`: "roads.shp", "tiles/3/1.png".
  uint64_t bytes = 0;
  std::string media_type;
  std::string sha256;  // Hexadecimal digits.
};

// Gives the bytes of a file in order. Used by one thread at a time.
class FileReader {
 public:
  virtual ~FileReader() = default;
  // Replaces `bytes` by the next ones, at most `limit`; false at the end.
  virtual absl::StatusOr<bool> next(std::string& bytes, size_t limit) = 0;
};

// Files on disk. Immutable; any thread. The disk is given back when the last reference goes, also
// that of a reader.
class FileSet {
 public:
  virtual ~FileSet() = default;
  // The main one first. Never empty.
  virtual const std::vector<FileInfo>& files() const = 0;
  // In whole blocks: many empty files take room too.
  virtual uint64_t diskBytes() const = 0;
  // Where they lie: an absolute path. Nobody may write there.
  virtual const std::string& folder() const = 0;
  // From byte `offset` on; OUT_OF_RANGE OFFSET_OUT_OF_RANGE beyond the end (the very end is not
  // beyond), NOT_FOUND FILE_NOT_FOUND for a path that is not there.
  virtual absl::StatusOr<std::unique_ptr<FileReader>> read(const std::string& path,
                                                           uint64_t offset) const = 0;
};

// Takes files one after another. Not thread-safe. Dropped without finish() it leaves nothing behind.
class FileSetWriter {
 public:
  virtual ~FileSetWriter() = default;
  // Begins the next file. INVALID_ARGUMENT INVALID_PATH for one that leads out of the set, is absolute,
  // was there before, or lies below a file.
  virtual absl::Status begin(const std::string& path) = 0;
  // The next bytes of the file that was begun last. Whoever sends them counts them.
  virtual absl::Status append(const std::string& bytes) = 0;
  // Takes a file, or each file of a folder, from elsewhere on this machine, as `path` (empty, for a
  // folder: as the set's own), and removes it there. INVALID_ARGUMENT INVALID_PATH for links, pipes
  // and devices, RESOURCE_EXHAUSTED RESULT_TOO_LARGE when the set becomes larger than what may be
  // kept. What was open for writing elsewhere is copied, so that nobody can change it afterwards.
  virtual absl::Status adopt(const std::string& from, const std::string& path) = 0;
  virtual uint64_t diskBytes() const = 0;
  // INVALID_ARGUMENT INCOMPLETE without a file.
  virtual absl::StatusOr<std::shared_ptr<const FileSet>> finish() = 0;
};

}  // namespace geotask
