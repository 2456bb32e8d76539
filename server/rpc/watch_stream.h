// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stream of WatchJob: what is new to one watcher, written as fast as it reads. Events wait in
// the job's log, not here, so that a slow watcher costs nothing.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/job_service.h"
#include "geotask/v1/jobs.pb.h"
#include "rpc/wake_up.h"

namespace geotask {

struct WatchTimes {
  absl::Duration progress_interval = absl::Milliseconds(50);
  absl::Duration keep_alive = absl::Seconds(15);
};

// Deletes itself when the call is over. All state but the flags belongs to advance(), which runs
// on one thread at a time.
class WatchStream : public grpc::ServerWriteReactor<v1::JobEvent> {
 public:
  WatchStream(JobService& service, const WatchTimes& times, std::string principal,
              const v1::WatchJobRequest& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  absl::Status begin();
  void advance();
  bool pull();
  bool writeEvent();
  bool writeProgress(absl::Duration now);
  bool writeKeepAlive(absl::Duration now);
  void write();
  void finish(const absl::Status& status);

  JobService& service_;
  const WatchTimes times_;
  const std::string principal_;
  const v1::WatchJobRequest request_;
  std::unique_ptr<JobWatch> watch_;
  std::shared_ptr<WakeUp> wake_up_;

  std::atomic<bool> writing_{false};
  std::atomic<bool> left_{false};  // The client has gone.

  bool begun_ = false;
  std::deque<JobEvent> events_;       // Pulled and not yet written.
  std::optional<Progress> progress_;  // The latest, if not yet written and younger than `events_`.
  bool ended_ = false;                // What is in `events_` is the rest.
  absl::Status end_status_;
  bool finished_ = false;
  absl::Duration last_write_;  // By Clock::elapsed(), as the next.
  absl::Duration last_progress_ = -absl::InfiniteDuration();
  v1::JobEvent message_;  // Lives until it is written.
};

}  // namespace geotask
