// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs, as the API sees them: checks what a client asks and passes it on to board and scheduler.
// One method an rpc; any thread; returns at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/call_desk.h"
#include "domain/catalogue.h"
#include "domain/clock.h"
#include "domain/dataset_service.h"
#include "domain/housekeeper.h"
#include "domain/job_board.h"
#include "domain/limits.h"
#include "domain/mutex.h"
#include "domain/request_memory.h"
#include "domain/scheduler.h"

namespace geotask {

struct SubmitRequest {
  std::string principal;
  JobSpec spec;
  JobInputs inputs;        // Of kFeatures and kGeoJson: their rows.
  std::string job_id;      // Empty: a random one.
  std::string request_id;  // Empty: none.
  // Equal for equal requests; compared when request_id repeats. Empty: not known yet.
  std::string fingerprint;
  bool validate_only = false;
};

class JobService {
 public:
  JobService(const Limits& limits, const Clock& clock, const SourceCatalogue& sources,
             const CrsRegistry& crs, DatasetService& datasets, const CallDesk& calls,
             JobBoard& board, Scheduler& scheduler);
  ~JobService();

  // What is wrong with a request, fields named from the top of SubmitJobRequest; OK if nothing.
  // Everything but the rows themselves, so that a long upload can be refused before it is sent.
  absl::Status check(const SubmitRequest& request) const;
  // Not for Operation::kProcessing.
  absl::StatusOr<JobSnapshot> submit(SubmitRequest request);
  // For any operation: asks QGIS about the parameters of an algorithm first. Calls `done` once, from any
  // thread, maybe before it returns; `this` must outlive that.
  using Submitted = std::function<void(absl::StatusOr<JobSnapshot>)>;
  void submit(SubmitRequest request, Submitted done);

  // Lets a call in as a volatile job over `request.inputs.stream`, whose rows need not be there yet, and
  // returns it as it is accepted. Work that is whole and small is done when this returns, if no other
  // has its turn. Fields are named as of SubmitJobRequest. DISSOLVE_IN_STREAM.
  absl::StatusOr<JobSnapshot> open(SubmitRequest request);
  // All rows of a call came: so many.
  void setTotal(const std::string& id, uint64_t features);
  // The client of a call has gone: its job ends CANCELLED with CLIENT_GONE.
  void leave(const std::string& id);
  // Something is wrong with what a call sends: its job ends FAILED.
  void fail(const std::string& id, const absl::Status& error);

  absl::StatusOr<JobSnapshot> get(const std::string& principal, const std::string& id) const;
  absl::StatusOr<JobSnapshot> cancel(const std::string& principal, const std::string& id);
  absl::Status remove(const std::string& principal, const std::string& id);

  struct ListRequest {
    JobFilter filter;
    int page_size = 0;
    std::string page_token;
  };
  struct ListAnswer {
    std::vector<JobSnapshot> jobs;
    std::string next_page_token;
  };
  absl::StatusOr<ListAnswer> list(const ListRequest& request) const;

  absl::StatusOr<std::unique_ptr<JobWatch>> watch(const std::string& principal,
                                                  const std::string& id, const WatchStart& start,
                                                  std::function<void()> notify);
  absl::StatusOr<JobBoard::Result> result(const std::string& principal,
                                          const std::string& id) const;

  // From now on submits are UNAVAILABLE DRAINING, and what waits ends CANCELLED with reason
  // SHUTDOWN. How many jobs that were.
  size_t drain();
  // What still runs ends so too.
  void cancelAll();
  bool idle() const;  // Nothing waits or runs.

  const Limits& limits() const;

 private:
  friend class UploadMemory;

  // Finds what the job is to read and checks everything but what QGIS thinks of parameters.
  absl::Status prepare(SubmitRequest& request) const;
  // Finds the dataset or the output that is the input and sets `inputs` and `input_schema`.
  absl::Status resolveInput(SubmitRequest& request) const;
  // Accepts what was prepared.
  absl::StatusOr<JobSnapshot> letIn(SubmitRequest request,
                                    const std::vector<std::string>& warnings);
  // The job that an earlier request with this request_id made; nothing when there is none.
  absl::StatusOr<std::optional<JobSnapshot>> repeated(const SubmitRequest& request) const
      GEOTASK_REQUIRES(admission_);
  // The same, any time; nothing, too, when the request has no request_id.
  absl::StatusOr<std::optional<JobSnapshot>> repeatedBefore(const SubmitRequest& request) const
      GEOTASK_EXCLUDES(admission_);
  // Ends what is overdue, left alone or expired; the time until it should be asked again.
  absl::Duration tidy();
  // Whether there is room for another job.
  absl::Status admit(const SubmitRequest& request) const GEOTASK_REQUIRES(admission_);
  // Whether so many more bytes of features may be held in memory, else MEMORY_FULL.
  absl::Status roomFor(uint64_t bytes) const GEOTASK_REQUIRES(admission_);

  const Limits limits_;
  const Clock& clock_;
  const SourceCatalogue& sources_;
  const CrsRegistry& crs_;
  DatasetService& datasets_;
  const CallDesk& calls_;
  JobBoard& board_;
  Scheduler& scheduler_;

  // Held while a job is let in, so that limits, request ids and drain() are exact. Taken before the
  // locks of scheduler and board; the board's observer must not call the service.
  mutable Mutex admission_;
  bool draining_ GEOTASK_GUARDED_BY(admission_) = false;
  uint64_t upload_bytes_ GEOTASK_GUARDED_BY(admission_) = 0;
  RequestMemory requests_ GEOTASK_GUARDED_BY(admission_);

  Housekeeper housekeeper_;  // Last: it ends before what it tidies.
};

// Bytes that an upload holds in memory before there is a job that they could be counted with. Used
// by one thread at a time; gives back what it holds when it goes.
class UploadMemory {
 public:
  explicit UploadMemory(JobService& service) : service_(service) {}
  ~UploadMemory();
  UploadMemory(const UploadMemory&) = delete;
  UploadMemory& operator=(const UploadMemory&) = delete;

  // MEMORY_FULL when there is no room.
  absl::Status reserve(uint64_t bytes);
  void release();

 private:
  JobService& service_;
  uint64_t bytes_ = 0;
};

}  // namespace geotask
