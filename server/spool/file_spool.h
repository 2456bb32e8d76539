// SPDX-License-Identifier: GPL-2.0-or-later
//
// The spool as files below the daemon's state directory: results/ID.NUMBER for the result of job ID,
// inputs/NUMBER for rows that were sent: those of one job and those of datasets; files/NUMBER is a
// folder for the files of an output or of a dataset.
//
//     auto spool = FileSpool::open("/var/lib/geotaskd", codec);
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "domain/spool.h"
#include "spool/state_dir_lock.h"

namespace geotask {

// Thread-safe. Results and sets may outlive it; the codec must outlive them all.
class FileSpool : public Spool {
 public:
  // Makes the directory if it is not there (for its owner alone), locks it against other daemons
  // and clears what an earlier run left in results/, inputs/ and files/. FAILED_PRECONDITION
  // STATE_DIR_IN_USE while another daemon has it, STATE_DIR_FAILED when it cannot be used.
  // `max_result_bytes`: of one result, and of what one set of files adopts.
  static absl::StatusOr<std::unique_ptr<FileSpool>> open(
      const std::string& directory, const FeatureCodec& codec,
      uint64_t max_result_bytes = std::numeric_limits<uint64_t>::max());

  absl::StatusOr<std::shared_ptr<SpooledResult>> createResult(const std::string& job_id) override;
  absl::StatusOr<std::unique_ptr<FeatureSetWriter>> createFeatureSet(Schema schema) override;
  absl::StatusOr<std::unique_ptr<FileSetWriter>> createFileSet() override;

 private:
  FileSpool(std::string directory, const FeatureCodec& codec, uint64_t max_result_bytes,
            StateDirLock lock);

  const std::string directory_;
  const FeatureCodec& codec_;
  const uint64_t max_result_bytes_;
  const StateDirLock lock_;
  // Names are used once: an id may be given to a new job while the old one's file is being removed.
  std::atomic<uint64_t> next_result_{0};
  std::atomic<uint64_t> next_input_{0};
  std::atomic<uint64_t> next_files_{0};
};

}  // namespace geotask
