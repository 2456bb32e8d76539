// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files that are sent in a stream, written to the spool as they come.
//
//     auto upload = FileUpload::begin(spool, {limits.max_upload_bytes, nullptr, disk, full});
//     (*upload)->begin(start);  (*upload)->append(bytes);     // For each file ...
//     auto files = (*upload)->end(files_end);
//     use(*files, (*upload)->takeShare());
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/disk_budget.h"
#include "domain/spool.h"
#include "geotask/v1/file.pb.h"
#include "rpc/fingerprint.h"

namespace geotask {

// INVALID_ARGUMENT UNEXPECTED_MESSAGE.
absl::Status unexpectedInFiles(const std::string& given);

// Used by one thread at a time. What it has written goes with it, unless end() gave it out.
class FileUpload {
 public:
  struct Options {
    uint64_t max_bytes;                // On disk.
    Fingerprint* fingerprint;          // Paths and checksums are added to it; may be null.
    std::shared_ptr<DiskBudget> disk;  // What the files take a share of,
    absl::Status full;                 // and the error when there is no more of it.
    bool counted = true;               // False: they take nothing yet.
  };
  static absl::StatusOr<std::unique_ptr<FileUpload>> begin(Spool& spool, Options options);

  absl::Status begin(const v1::FileStart& start);
  // The next bytes of the file that was begun last.
  absl::Status append(const std::string& bytes);
  // All files are there.
  absl::StatusOr<std::shared_ptr<const FileSet>> end(const v1::FilesEnd& end);
  // What the files take of the disk.
  DiskShare takeShare() { return std::move(share_); }

 private:
  FileUpload(Options options, std::unique_ptr<FileSetWriter> writer);
  // Whether the file that was begun last is as long as was said.
  absl::Status checkLength() const;
  // Whether all files are what was said.
  absl::Status checkSums(const FileSet& files) const;
  absl::Status checkRoom();

  const Options options_;
  DiskShare share_;  // Before the writer: it goes after it.
  std::unique_ptr<FileSetWriter> writer_;
  std::vector<v1::FileStart> starts_;  // Of the files so far.
  uint64_t bytes_ = 0;                 // Of the file that was begun last.
  uint64_t list_bytes_ = 0;            // Of a message that lists the files.
};

}  // namespace geotask
