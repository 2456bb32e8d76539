// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/job_guard.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "worker/process_tree.h"

namespace geotask {
namespace {

// Dearer: it walks the files.
constexpr absl::Duration kLookAtDiskEvery = absl::Seconds(1);
constexpr absl::Duration kLookEvery = absl::Milliseconds(200);
// A process that dies closes its socket before it can be waited for.
constexpr absl::Duration kDeathThroes = absl::Seconds(2);

std::string inMebibytes(uint64_t bytes) { return absl::StrCat(bytes >> 20, " MiB"); }

}  // namespace

JobGuard::JobGuard(Worker& worker, const PoolOptions& options, std::function<bool()> cancelled)
    : worker_(worker),
      options_(options),
      cancelled_(std::move(cancelled)),
      cpu_before_(cpuTime(worker.process->pid())),
      next_look_(absl::Now()),
      next_disk_look_(absl::Now() + kLookAtDiskEvery) {
  forgetPeakMemory(worker.process->pid());
}

void JobGuard::look() {
  const uint64_t resident = residentBytes(processTree(worker_.process->pid()));
  peak_bytes_ = std::max(peak_bytes_, resident);
  too_large_ |= options_.max_memory_bytes > 0 && resident > options_.max_memory_bytes;
}

void JobGuard::lookAtDisk() {
  if (options_.max_disk_bytes == 0) return;
  disk_bytes_ = worker_.folder->diskBytes();
  disk_is_full_ |= disk_bytes_ > options_.max_disk_bytes;
}

void JobGuard::giveUp() {
  given_up_ = true;
  worker_.process->kill();
}

bool JobGuard::stop() {
  if (given_up_) return true;
  const absl::Time now = absl::Now();
  if (cancelled_at_ == absl::InfiniteFuture() && cancelled_()) cancelled_at_ = now;
  if (now >= next_look_) {
    look();
    next_look_ = now + kLookEvery;
  }
  if (now >= next_disk_look_) {
    lookAtDisk();
    next_disk_look_ = absl::Now() + kLookAtDiskEvery;
  }
  if (too_large_ || disk_is_full_ || now - cancelled_at_ > options_.cancel_grace) giveUp();
  return given_up_;
}

bool JobGuard::cancelToTell() {
  return cancelled_at_ != absl::InfiniteFuture() && !std::exchange(told_, true);
}

absl::Status JobGuard::verdict(const absl::Status& trouble) {
  // Give it the time to end by itself, so that its own end is told and not ours.
  const absl::Time deadline = absl::Now() + kDeathThroes;
  const bool gone = absl::IsUnavailable(trouble) || absl::IsDataLoss(trouble);
  while (gone && !given_up_ && !worker_.process->ended() && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  usage_at_end_ = usage();
  const bool by_itself = worker_.process->ended() && !given_up_;
  worker_.process->kill();
  const ProcessEnd& end = worker_.process->wait();
  ended_ = true;
  usage_at_end_.cpu_time = std::max(usage_at_end_.cpu_time, end.cpu_time - cpu_before_);
  // Of a process that has not served before, the kernel's own account is that of this job.
  if (worker_.jobs == 0) {
    usage_at_end_.peak_memory_bytes =
        std::max(usage_at_end_.peak_memory_bytes, end.peak_memory_bytes);
  }

  if (too_large_) {
    return makeError(absl::StatusCode::kResourceExhausted,
                     absl::StrCat("the algorithm took more memory than the ",
                                  inMebibytes(options_.max_memory_bytes), " that a job may take"),
                     {"MEMORY_LIMIT", "", inMebibytes(peak_bytes_),
                      absl::StrCat("at most ", inMebibytes(options_.max_memory_bytes)),
                      "Give it less data at a time, or ask the operator for more memory."});
  }
  if (disk_is_full_) {
    return makeError(absl::StatusCode::kResourceExhausted,
                     absl::StrCat("the algorithm wrote more than the ",
                                  inMebibytes(options_.max_disk_bytes), " that a job may keep"),
                     {"RESULT_TOO_LARGE", "", inMebibytes(disk_bytes_),
                      absl::StrCat("at most ", inMebibytes(options_.max_disk_bytes)),
                      "Split the input, or ask for a coarser result."});
  }
  if (given_up_) return absl::CancelledError("the algorithm was ended, as it did not stop");
  if (gone) {
    const std::string how = by_itself ? describeEnd(end) : "the end of its connection";
    return makeError(absl::StatusCode::kInternal,
                     absl::StrCat("the process that ran the algorithm ended with ", how),
                     {"WORKER_CRASHED", "", how, "",
                      "Look at the job's log. If the same input fails again, the algorithm cannot "
                      "take it."});
  }
  if (absl::IsInvalidArgument(trouble) && errorDetail(trouble).reason == "INTERNAL") {
    return makeError(absl::StatusCode::kInternal,
                     absl::StrCat("the process that ran the algorithm said what it must not: ",
                                  trouble.message()),
                     {"WORKER_MISBEHAVED", "", "", "",
                      "Report it. The input may be made to harm those who read it."});
  }
  return trouble;
}

ResourceUsage JobGuard::usage() {
  if (ended_) return usage_at_end_;
  const pid_t pid = worker_.process->pid();
  const absl::Duration cpu = cpuTime(pid) - cpu_before_;
  return {std::max(cpu, absl::ZeroDuration()), std::max(peak_bytes_, peakMemory(pid))};
}

}  // namespace geotask
