// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_record.h"

#include <utility>

namespace geotask {

JobRecord::JobRecord(JobSnapshot snapshot, uint64_t job_number, size_t max_log_lines)
    : number(job_number),
      job(std::move(snapshot)),
      log(max_log_lines),
      meter(job.spec->buffer.dissolve) {}

JobSnapshot JobRecord::snapshot() const {
  JobSnapshot copy = job;
  copy.progress = meter.progress();
  copy.log_lines_dropped = log.linesDropped();
  if (result) {
    copy.output_features = result->featureCount();
    copy.output_bytes = result->byteCount();
  }
  return copy;
}

}  // namespace geotask
