// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/output_choice.h"
#include "domain/page_token.h"
#include "domain/request_checks.h"
#include "domain/resource_id.h"
#include "domain/submit_checks.h"

namespace geotask {

namespace {

constexpr absl::Duration kFullRetryDelay = absl::Seconds(1);
// How long a volatile job is kept after its call.
constexpr absl::Duration kCallTtl = absl::Minutes(1);

JobError cancelledByClient() { return {{"CANCELLED_BY_CLIENT"}, "cancelled by the client"}; }

JobError clientGone() {
  return {{"CLIENT_GONE", "", "", "",
           "Follow a job with cancel_on_disconnect by WatchJob or ReadFeatures until it ends."},
          "cancelled because no client follows it any more"};
}

JobError callerGone() {
  return {{"CLIENT_GONE", "", "", "", "Keep the call open until its summary came."},
          "cancelled because the client left the call"};
}

absl::Status noDissolve() {
  return makeError(absl::StatusCode::kInvalidArgument,
                   "spec.buffer.dissolve: no row of a dissolve is done before the last one came, "
                   "so that all would "
                   "have to wait in memory",
                   {"DISSOLVE_IN_STREAM", "spec.buffer.dissolve", "true", "false",
                    "Submit a job for it, by SubmitJobWithFeatures or over a dataset."});
}

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

// What is said of the input when it is not there.
absl::Status inputError(const std::string& field, const absl::Status& status) {
  ErrorDetail detail = errorDetail(status);
  detail.field = field;
  return makeError(status.code(), absl::StrCat(field, ": ", std::string(status.message())), detail);
}

std::string listKeyOf(const JobFilter& filter) {
  std::vector<std::string> parts{"jobs", filter.principal};
  for (const JobState state : filter.states) parts.push_back(jobStateName(state));
  for (const auto& [key, value] : filter.labels) parts.insert(parts.end(), {key, value});
  return listKey(parts);
}

}  // namespace

JobService::JobService(const Limits& limits, const Clock& clock, const SourceCatalogue& sources,
                       const CrsRegistry& crs, DatasetService& datasets, const CallDesk& calls,
                       JobBoard& board, Scheduler& scheduler)
    : limits_(limits),
      clock_(clock),
      sources_(sources),
      crs_(crs),
      datasets_(datasets),
      calls_(calls),
      board_(board),
      scheduler_(scheduler),
      requests_([this](const std::string& principal, const RequestMemory::Entry& entry) {
        const auto job = board_.get(principal, entry.id);
        return job.ok() && job->create_time == entry.create_time;
      }),
      housekeeper_([this] { return tidy(); }) {}

JobService::~JobService() = default;

absl::Duration JobService::tidy() {
  const absl::Duration next_expiry = board_.removeExpired() - clock_.now();
  const absl::Duration next_overdue = scheduler_.stopOverdue();
  for (const std::string& id : board_.unfollowed(limits_.disconnect_grace)) {
    scheduler_.cancel(id, clientGone());
  }
  return std::min(next_expiry, next_overdue);
}

absl::Status JobService::check(const SubmitRequest& request) const {
  const absl::Status checked = checkSubmit(request, limits_.job_ttl, sources_, crs_);
  if (!checked.ok()) return checked;
  MutexLock lock(admission_);
  const auto first = repeated(request);
  if (!first.ok() || *first) return first.status();
  return admit(request);
}

absl::StatusOr<JobSnapshot> JobService::submit(SubmitRequest request) {
  // A repeat gets its answer even when its input has gone since.
  auto before = repeatedBefore(request);
  if (!before.ok()) return before.status();
  if (*before) return **std::move(before);
  const absl::Status good = prepare(request);
  if (!good.ok()) return good;
  return letIn(std::move(request), {});
}

void JobService::submit(SubmitRequest request, Submitted done) {
  if (request.spec.operation != Operation::kProcessing) return done(submit(std::move(request)));
  auto before = repeatedBefore(request);
  if (!before.ok()) return done(before.status());
  if (*before) return done(**std::move(before));
  if (absl::Status good = prepare(request); !good.ok()) return done(good);
  const auto held = std::make_shared<SubmitRequest>(std::move(request));
  calls_.ask(held->principal, held->spec.processing, held->inputs.call,
             [this, held, done = std::move(done)](const absl::Status& good,
                                                  const std::vector<std::string>& warnings) {
               if (!good.ok()) return done(good);
               done(letIn(std::move(*held), warnings));
             });
}

absl::StatusOr<JobSnapshot> JobService::open(SubmitRequest request) {
  JobSpec& spec = request.spec;
  spec.input = InputKind::kFeatures;
  spec.volatile_call = true;
  spec.ttl = std::min(kCallTtl, limits_.job_ttl);
  if (spec.operation == Operation::kBuffer && spec.buffer.dissolve) return noDissolve();
  absl::Status good = checkSubmit(request, limits_.job_ttl, sources_, crs_);
  if (!good.ok()) return good;
  auto job = letIn(std::move(request), {});
  if (job.ok()) scheduler_.runHere(job->id);
  return job;
}

void JobService::setTotal(const std::string& id, uint64_t features) {
  board_.setTotal(id, features);
}

void JobService::leave(const std::string& id) { scheduler_.cancel(id, callerGone()); }

void JobService::fail(const std::string& id, const absl::Status& error) {
  scheduler_.fail(id, error);
}

absl::Status JobService::prepare(SubmitRequest& request) const {
  if (request.spec.operation == Operation::kProcessing) {
    absl::Status good = checkTreatment(request, limits_.job_ttl);
    if (good.ok()) good = calls_.check(request.spec.processing, crs_);
    if (!good.ok()) return good;
    auto found = calls_.resolve(request.principal, request.spec.processing,
                                CallInputs(sources_, datasets_, board_));
    if (found.ok()) request.inputs.call = *std::move(found);
    return found.status();
  }
  const absl::Status found = resolveInput(request);
  return found.ok() ? checkSubmit(request, limits_.job_ttl, sources_, crs_) : found;
}

absl::StatusOr<JobSnapshot> JobService::letIn(SubmitRequest request,
                                              const std::vector<std::string>& warnings) {
  MutexLock lock(admission_);
  auto first = repeated(request);
  if (!first.ok()) return first.status();
  if (*first) return **std::move(first);
  const absl::Status admitted = admit(request);
  if (!admitted.ok()) return admitted;

  const std::string id = request.job_id.empty() ? randomId() : request.job_id;
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
  if (spec->input == InputKind::kDataset) datasets_.use(request.principal, spec->input_id);
  for (const CallInput& input : request.inputs.call) {
    const std::string dataset = datasetOf(input.reference);
    if (!dataset.empty()) datasets_.use(request.principal, dataset);
  }
  for (const std::string& warning : warnings) {
    board_.log(id, LogLine{Severity::kWarning, warning, "", 0});
  }
  if (spec->volatile_call) {
    scheduler_.enqueueCall(id, request.principal, std::move(spec), std::move(request.inputs));
  } else {
    scheduler_.enqueue(id, request.principal, std::move(spec), std::move(request.inputs));
  }
  return job;
}

absl::Status JobService::resolveInput(SubmitRequest& request) const {
  JobSpec& spec = request.spec;
  if (spec.input == InputKind::kDataset) {
    auto dataset = datasets_.get(request.principal, spec.input_id);
    if (!dataset.ok()) return inputError("spec.input.dataset", dataset.status());
    if (dataset->features == nullptr) {
      return makeError(
          absl::StatusCode::kFailedPrecondition,
          {"DATASET_HOLDS_FILES", "spec.input.dataset", "datasets/" + spec.input_id,
           "a dataset of rows", "Run native:buffer by `processing`, which reads files."});
    }
    request.inputs.features = std::move(dataset->features);
  } else if (spec.input == InputKind::kJob) {
    auto result = board_.result(request.principal, spec.input_id);
    if (!result.ok()) return inputError("spec.input.job", result.status());
    if (result->job.spec->volatile_call) {
      return inputError("spec.input.job", resultNotKept(result->job));
    }
    if (result->job.state != JobState::kSucceeded) {
      return inputError("spec.input.job", inputNotReady(result->job));
    }
    const auto output = chooseOutput(result->outputs, spec.input_output, hasRows);
    if (!output.ok()) return inputError("spec.input.job", output.status());
    request.inputs.features = (*output)->rows->featureSet(*(*output)->output.schema);
    // It was deleted just now: say so as get() does.
    if (request.inputs.features == nullptr) {
      return inputError("spec.input.job", jobNotFound(spec.input_id));
    }
  } else {
    return absl::OkStatus();
  }
  spec.input_schema = request.inputs.features->schema();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<JobSnapshot>> JobService::repeatedBefore(
    const SubmitRequest& request) const {
  MutexLock lock(admission_);
  return repeated(request);
}

absl::StatusOr<std::optional<JobSnapshot>> JobService::repeated(
    const SubmitRequest& request) const {
  const RequestMemory::Entry* entry =
      request.request_id.empty() ? nullptr : requests_.find(request.principal, request.request_id);
  if (entry == nullptr) return std::nullopt;
  if (!request.fingerprint.empty() && entry->fingerprint != request.fingerprint) {
    return requestIdReused(request.request_id);
  }
  auto job = board_.get(request.principal, entry->id);
  // It may have gone since find() looked: then the request is a new one.
  if (!job.ok()) return std::nullopt;
  return *std::move(job);
}

absl::Status JobService::admit(const SubmitRequest& request) const {
  if (draining_) return draining("jobs");
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
  const uint64_t bytes = request.inputs.memoryBytes();
  return bytes > 0 ? roomFor(bytes) : absl::OkStatus();
}

absl::Status JobService::roomFor(uint64_t bytes) const {
  if (scheduler_.memoryBytes() + upload_bytes_ + bytes <= limits_.max_memory_bytes) {
    return absl::OkStatus();
  }
  const std::string accepted =
      absl::StrCat("at most ", limits_.max_memory_bytes, " bytes, of all requests together");
  if (bytes > limits_.max_memory_bytes) {
    return makeError(absl::StatusCode::kResourceExhausted,
                     absl::StrCat("the features inside this request take ", bytes,
                                  " bytes of memory, more than is allowed in all"),
                     {"MEMORY_FULL", "", absl::StrCat(bytes, " bytes"), accepted,
                      "Send smaller features, or ask the operator for more memory."});
  }
  return makeError(absl::StatusCode::kResourceExhausted,
                   "the memory for features inside requests is full",
                   {"MEMORY_FULL", "", "", accepted, "Retry after retry_delay.", kFullRetryDelay});
}

UploadMemory::~UploadMemory() { release(); }

absl::Status UploadMemory::reserve(uint64_t bytes) {
  const MutexLock lock(service_.admission_);
  // What it holds alone is not waited for.
  absl::Status room = service_.roomFor(bytes);
  if (!room.ok() && bytes_ + bytes > service_.limits_.max_memory_bytes) {
    service_.upload_bytes_ -= bytes_;
    room = service_.roomFor(bytes_ + bytes);
    service_.upload_bytes_ += bytes_;
  }
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
  if (absl::Status status = checkPageSize(request.page_size); !status.ok()) return status;
  const std::string key = listKeyOf(request.filter);
  uint64_t before = 0;
  if (!request.page_token.empty()) {
    const auto read = readPageToken(request.page_token, key);
    if (!read.ok()) return read.status();
    before = *read;
  }
  JobPage page = board_.list(request.filter, pageSize(request.page_size), before);
  ListAnswer answer;
  answer.jobs = std::move(page.jobs);
  if (page.next_before != 0) answer.next_page_token = makePageToken(page.next_before, key);
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

const Limits& JobService::limits() const { return limits_; }

}  // namespace geotask
