// SPDX-License-Identifier: GPL-2.0-or-later
//
// What clients may ask for and how much is kept, as the operator set it. Meanings are those of
// geotask.v1.Limits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace geotask {

struct Limits {
  // At the door.
  uint64_t max_inline_bytes = uint64_t{1} << 20;
  uint64_t max_inline_features = 100'000;
  uint64_t max_upload_bytes = uint64_t{16} << 30;
  size_t max_uploads = 100;  // At a time.
  size_t max_streams = 128;  // Calls of Features, likewise.
  absl::Duration upload_idle = absl::Seconds(60);
  uint64_t max_vertices = 10'000'000;             // Of one geometry.
  uint64_t max_memory_bytes = uint64_t{1} << 30;  // Of features inside requests.

  // At work.
  size_t max_queued_jobs = 100'000;
  size_t max_running_jobs = 128;
  absl::Duration max_run_time = absl::Hours(24);
  absl::Duration disconnect_grace = absl::Seconds(10);

  // Kept.
  size_t max_log_lines = 1000;  // Of one job.
  size_t max_kept_jobs = 10'000;
  uint64_t max_kept_bytes = uint64_t{64} << 30;
  absl::Duration job_ttl = absl::Hours(24);
  size_t max_datasets = 1'000;
  uint64_t max_dataset_bytes = uint64_t{64} << 30;
  absl::Duration dataset_ttl = absl::Hours(24 * 7);
};

}  // namespace geotask
