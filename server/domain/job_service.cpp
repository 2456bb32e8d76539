// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/job_id.h"
#include "domain/page_token.h"
#include "domain/submit_checks.h"

namespace geotask {

namespace {

constexpr absl::Duration kFullRetryDelay = absl::Seconds(1);
constexpr absl::Duration kDrainRetryDelay = absl::Seconds(5);
constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1000;

JobError cancelledByClient() { return {{"CANCELLED_BY_CLIENT"}, "cancelled by the client"}; }

JobError shutdown() {
  return {{"SHUTDOWN", "", "", "", "Submit the job again once the server is back."},
          "cancelled because the server shuts down"};
}

absl::Status alreadyFinished(const JobSnapshot& job) {
  return makeError(absl::StatusCode::kFailedPrecondition,
                   absl::StrCat("jobs/", job.id, " has ended already: ", jobStateName(*job.state)),
                   {"JOB_ALREADY_FINISHED", "name", jobStateName(*job.state),
                    "QUEUED, RUNNING, CANCELLING or CANCELLED", "There is nothing to cancel."});
}

}  // namespace

JobService::JobService(const JobLimits& limits, const Clock& clock, const SourceCatalogue& sources,
                       const CrsRegistry& crs, JobBoard& board, Scheduler& scheduler)
    : limits_(limits),
      clock_(clock),
      sources_(sources),
      crs_(crs),
      board_(board),
      scheduler_(scheduler),
      requests_([this](const std::string& principal, const RequestMemory::Entry& entry) {
        const auto job = board_.get(principal, entry.job_id);
        return job.ok() && job->create_time == entry.create_time;
      }),
      housekeeper_([this] { return board_.removeExpired() - clock_.now(); }) {}

JobService::~JobService() = default;

absl::Status JobService::check(const SubmitRequest& request) const {
  const absl::Status checked = checkSubmit(request, limits_.job_ttl, sources_, crs_);
  if (!checked.ok()) return checked;
  MutexLock lock(admission_);
  const auto first = repeated(request);
  if (!first.ok() || *first) return first.status();
  return admit(request);
}

absl::StatusOr<JobSnapshot> JobService::submit(SubmitRequest request) {
  const absl::Status checked = checkSubmit(request, limits_.job_ttl, sources_, crs_);
  if (!checked.ok()) return checked;

  MutexLock lock(admission_);
  auto first = repeated(request);
  if (!first.ok()) return first.status();
  if (*first) return **std::move(first);
  const absl::Status admitted = admit(request);
  if (!admitted.ok()) return admitted;

  const std::string id = request.job_id.empty() ? randomJobId() : request.job_id;
  request.spec.input_schema = {};  // It was checked; the rows have it too.
  auto spec = std::make_shared<const JobSpec>(std::move(request.spec));
  if (request.validate_only) {
    JobSnapshot job;
    job.id = id;
    job.principal = request.principal;
    job.spec = std::move(spec);
    return job;
  }
  auto job = board_.add(id, request.principal, spec);
  if (!job.ok()) return job;
  if (!request.request_id.empty()) {
    requests_.add(request.principal, request.request_id,
                  {id, job->create_time, std::move(request.fingerprint)});
  }
  scheduler_.enqueue(id, std::move(spec), std::move(request.features));
  return job;
}

absl::StatusOr<std::optional<JobSnapshot>> JobService::repeated(
    const SubmitRequest& request) const {
  const RequestMemory::Entry* entry =
      request.request_id.empty() ? nullptr : requests_.find(request.principal, request.request_id);
  if (entry == nullptr) return std::nullopt;
  if (!request.fingerprint.empty() && entry->fingerprint != request.fingerprint) {
    return makeError(
        absl::StatusCode::kInvalidArgument,
        "request_id: another request was made with this request_id",
        {"REQUEST_ID_REUSED", "request_id", request.request_id, "a new id for a new request",
         "Make up a new request_id, or repeat the first request as it was."});
  }
  auto job = board_.get(request.principal, entry->job_id);
  // It may have gone since find() looked: then the request is a new one.
  if (!job.ok()) return std::nullopt;
  return *std::move(job);
}

absl::Status JobService::admit(const SubmitRequest& request) const {
  if (draining_) {
    return makeError(
        absl::StatusCode::kUnavailable, "the server shuts down and takes no more jobs",
        {"DRAINING", "", "", "", "Retry later, at this or another address.", kDrainRetryDelay});
  }
  if (!request.job_id.empty() && board_.get(request.principal, request.job_id).ok()) {
    return makeError(absl::StatusCode::kAlreadyExists,
                     "job_id: there is a job " + request.job_id + " already",
                     {"JOB_EXISTS", "job_id", request.job_id, "an id that is not taken",
                      "Choose another id, or none."});
  }
  if (scheduler_.waiting() >= limits_.max_queued_jobs) {
    return makeError(
        absl::StatusCode::kResourceExhausted,
        absl::StrCat("the queue is full: ", limits_.max_queued_jobs, " jobs wait already"),
        {"QUEUE_FULL", "", "", "", "Retry after retry_delay.", kFullRetryDelay});
  }
  const uint64_t bytes = request.features ? request.features->memoryBytes() : 0;
  return bytes > 0 ? roomFor(bytes) : absl::OkStatus();
}

absl::Status JobService::roomFor(uint64_t bytes) const {
  if (scheduler_.memoryBytes() + upload_bytes_ + bytes <= limits_.max_memory_bytes) {
    return absl::OkStatus();
  }
  return makeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("the memory for features inside requests is full: ",
                                limits_.max_memory_bytes, " bytes are allowed in all"),
                   {"MEMORY_FULL", "", "", "", "Retry after retry_delay.", kFullRetryDelay});
}

UploadMemory::~UploadMemory() { release(); }

absl::Status UploadMemory::reserve(uint64_t bytes) {
  const MutexLock lock(service_.admission_);
  absl::Status room = service_.roomFor(bytes);
  if (!room.ok()) return room;
  service_.upload_bytes_ += bytes;
  bytes_ += bytes;
  return absl::OkStatus();
}

void UploadMemory::release() {
  const MutexLock lock(service_.admission_);
  service_.upload_bytes_ -= bytes_;
  bytes_ = 0;
}

absl::StatusOr<JobSnapshot> JobService::get(const std::string& principal,
                                            const std::string& id) const {
  return board_.get(principal, id);
}

absl::StatusOr<JobSnapshot> JobService::cancel(const std::string& principal,
                                               const std::string& id) {
  auto job = board_.get(principal, id);
  if (!job.ok()) return job;
  if (!isTerminal(*job->state)) {
    if (!scheduler_.cancel(id, cancelledByClient())) {
      // It has ended, or is on the board and not yet with the scheduler: then it is once it is let
      // in.
      { const MutexLock let_in(admission_); }
      scheduler_.cancel(id, cancelledByClient());
    }
    // Whether it was in time is seen by what became of the job.
    job = board_.get(principal, id);
    if (!job.ok()) return job;
  }
  if (job->state == JobState::kSucceeded || job->state == JobState::kFailed) {
    return alreadyFinished(*job);
  }
  return job;
}

absl::Status JobService::remove(const std::string& principal, const std::string& id) {
  return board_.remove(principal, id);
}

absl::StatusOr<JobService::ListAnswer> JobService::list(const ListRequest& request) const {
  if (request.page_size < 0) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"OUT_OF_RANGE", "page_size", absl::StrCat(request.page_size), "0 to 1000"});
  }
  uint64_t before = 0;
  if (!request.page_token.empty()) {
    const auto read = readPageToken(request.page_token, request.filter);
    if (!read.ok()) return read.status();
    before = *read;
  }
  const int size =
      request.page_size == 0 ? kDefaultPageSize : std::min(request.page_size, kMaxPageSize);
  JobPage page = board_.list(request.filter, static_cast<size_t>(size), before);
  ListAnswer answer;
  answer.jobs = std::move(page.jobs);
  if (page.next_before != 0)
    answer.next_page_token = makePageToken(page.next_before, request.filter);
  return answer;
}

absl::StatusOr<std::unique_ptr<JobWatch>> JobService::watch(const std::string& principal,
                                                            const std::string& id,
                                                            const WatchStart& start,
                                                            std::function<void()> notify) {
  return board_.watch(principal, id, start, std::move(notify));
}

absl::StatusOr<JobBoard::Result> JobService::result(const std::string& principal,
                                                    const std::string& id) const {
  return board_.result(principal, id);
}

size_t JobService::drain() {
  {
    MutexLock lock(admission_);
    draining_ = true;
  }
  return scheduler_.cancelWaiting(shutdown());
}

void JobService::cancelAll() {
  drain();
  scheduler_.cancelRunning(shutdown());
}

bool JobService::idle() const { return scheduler_.waiting() + scheduler_.running() == 0; }

const JobLimits& JobService::limits() const { return limits_; }

}  // namespace geotask
