// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_record.h"

#include <utility>

namespace geotask {

JobRecord::JobRecord(JobSnapshot snapshot, uint64_t job_number, size_t max_log_lines)
    : number(job_number),
      job(std::move(snapshot)),
      log(max_log_lines),
      meter(job.spec->operation == Operation::kBuffer && job.spec->buffer.dissolve) {}

JobSnapshot JobRecord::snapshot() const {
  JobSnapshot copy = job;
  copy.progress = meter.progress();
  copy.log_lines_dropped = log.linesDropped();
  for (const StoredOutput& stored : outputs) copy.outputs.push_back(outputNow(stored));
  return copy;
}

uint64_t JobRecord::outputBytes() const {
  uint64_t bytes = 0;
  for (const StoredOutput& stored : outputs) {
    if (stored.rows) bytes += stored.rows->byteCount();
    if (stored.files) bytes += stored.files->diskBytes();
  }
  return bytes;
}

}  // namespace geotask
