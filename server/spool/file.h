// SPDX-License-Identifier: GPL-2.0-or-later
//
// An open file, closed with its owner. Offsets and sizes are bytes; writes and reads at different
// places may run side by side.
//
// Clients see the errors, so they name no path: RESOURCE_EXHAUSTED SPOOL_FULL when the disk is
// full, INTERNAL SPOOL_FAILED for other trouble, INTERNAL SPOOL_CORRUPT when bytes are missing.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace geotask {

class File {
 public:
  // A new file, for its owner alone.
  static absl::StatusOr<File> create(const std::string& path);
  static absl::StatusOr<File> openForWriting(const std::string& path);
  static absl::StatusOr<File> openForReading(const std::string& path);

  ~File();
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;

  absl::Status writeAt(uint64_t offset, absl::string_view bytes) const;
  absl::Status readAt(uint64_t offset, char* bytes, size_t size) const;

 private:
  explicit File(int fd) : fd_(fd) {}
  static absl::StatusOr<File> open(const std::string& path, int flags, const char* what);

  int fd_;
};

// The error for what errno says, as in "a result could not be written: No space left on device".
absl::Status spoolError(const char* what, int error);
absl::Status spoolCorrupt(const std::string& how);

}  // namespace geotask
