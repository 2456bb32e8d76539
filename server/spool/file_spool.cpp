// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/file_spool.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "spool/feature_set_file.h"
#include "spool/file_folder_writer.h"
#include "spool/result_file.h"

namespace geotask {
namespace {

absl::Status makeEmpty(const std::string& folder) {
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) return stateDirFailed(folder, error.message());
  if (::mkdir(folder.c_str(), 0700) != 0) return stateDirFailed(folder, std::strerror(errno));
  return absl::OkStatus();
}

// Ids are checked at the door; that they name a file in the folder and nothing else is worth a
// second look.
bool isFileName(const std::string& id) {
  return !id.empty() && id.size() <= 200 && id.front() != '.' &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
         });
}

}  // namespace

FileSpool::FileSpool(std::string directory, const FeatureCodec& codec, uint64_t max_result_bytes,
                     StateDirLock lock)
    : directory_(std::move(directory)),
      codec_(codec),
      max_result_bytes_(max_result_bytes),
      lock_(std::move(lock)) {}

absl::StatusOr<std::unique_ptr<FileSpool>> FileSpool::open(const std::string& directory,
                                                           const FeatureCodec& codec,
                                                           uint64_t max_result_bytes) {
  absl::StatusOr<StateDirLock> lock = StateDirLock::acquire(directory);
  if (!lock.ok()) return lock.status();
  for (const char* folder : {"results", "inputs", "files"}) {
    const absl::Status made = makeEmpty(absl::StrCat(directory, "/", folder));
    if (!made.ok()) return made;
  }
  return std::unique_ptr<FileSpool>(
      new FileSpool(directory, codec, max_result_bytes, *std::move(lock)));
}

absl::StatusOr<std::shared_ptr<SpooledResult>> FileSpool::createResult(const std::string& job_id) {
  if (!isFileName(job_id)) {
    ErrorDetail detail;
    detail.reason = "SPOOL_FAILED";
    detail.given = job_id;
    return makeError(absl::StatusCode::kInternal, "a job's id is no file name", detail);
  }
  return ResultFile::create(absl::StrCat(directory_, "/results/", job_id, ".", next_result_++),
                            codec_, max_result_bytes_);
}

absl::StatusOr<std::unique_ptr<FeatureSetWriter>> FileSpool::createFeatureSet(Schema schema) {
  return createFeatureSetFile(absl::StrCat(directory_, "/inputs/", next_input_++), codec_,
                              std::move(schema));
}

absl::StatusOr<std::unique_ptr<FileSetWriter>> FileSpool::createFileSet() {
  return createFileFolder(absl::StrCat(directory_, "/files/", next_files_++), max_result_bytes_);
}

}  // namespace geotask
