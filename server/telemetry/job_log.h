// SPDX-License-Identifier: GPL-2.0-or-later
//
// Writes each change of a job's state to the log: job_queued, job_started, job_cancelling and
// job_finished, the last with how it ended and how long it waited and ran. A job that failed is a
// warning.
#pragma once

#include "domain/job_board.h"

namespace geotask {

// Any thread.
class JobLogger : public JobObserver {
 public:
  void onStateChanged(const JobSnapshot& job) override;
};

}  // namespace geotask
