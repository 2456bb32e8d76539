// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_service.h"

#include <gtest/gtest.h>

#include <thread>

#include "support/fake_calls.h"
#include "support/fake_catalogue.h"
#include "support/fake_clock.h"
#include "support/fake_job_runner.h"
#include "support/fake_result.h"

namespace geotask {
namespace {

Limits smallLimits() {
  Limits limits;
  limits.max_queued_jobs = 3;
  limits.max_memory_bytes = 10000;
  return limits;
}

class JobServiceTest : public testing::Test {
 protected:
  static SubmitRequest request(const std::string& job_id = "", const std::string& request_id = "") {
    SubmitRequest request;
    request.principal = "ann";
    request.spec.source = "world";
    request.spec.layer = "lakes";
    request.spec.buffer.distance = 1;
    request.job_id = job_id;
    request.request_id = request_id;
    request.fingerprint = "print";
    return request;
  }
  static SubmitRequest withBytes(const std::string& job_id, size_t bytes) {
    SubmitRequest made = request(job_id);
    Feature row;
    row.wkb = std::string(bytes, 'x');
    made.spec.input = InputKind::kFeatures;
    made.inputs.features = makeMemoryFeatureSet({}, {row});
    return made;
  }
  static std::string reason(const absl::Status& status) { return errorDetail(status).reason; }
  void runAll() {
    while (const auto chunk = scheduler_.take(Budget::kCompute)) chunk->run([] { return false; });
  }
  JobState state(const std::string& id) { return *service_.get("ann", id)->state; }
  size_t jobs() { return service_.list({{"ann", {}, {}}, 0, ""})->jobs.size(); }

  FakeClock clock_;
  FakeCatalogue sources_;
  FakeCrsRegistry crs_;
  FakeJobRunner runner_;
  JobBoard board_{clock_, {10}};
  Scheduler scheduler_{{}, clock_, board_, runner_};
  DatasetService datasets_{smallLimits(), clock_, crs_};
  FakeCallDesk calls_;
  JobService service_{smallLimits(), clock_,      sources_, crs_,
                      datasets_,     calls_.desk, board_,   scheduler_};
};

TEST_F(JobServiceTest, ASubmittedJobIsQueuedAndFound) {
  const auto job = service_.submit(request("mine"));
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->id, "mine");
  EXPECT_EQ(job->state, JobState::kQueued);
  EXPECT_EQ(job->attempt, 1u);
  EXPECT_EQ(state("mine"), JobState::kQueued);
  runAll();
  EXPECT_EQ(state("mine"), JobState::kSucceeded);
}

TEST_F(JobServiceTest, AJobWithoutAnIdGetsARandomOne) {
  const auto a = service_.submit(request());
  const auto b = service_.submit(request());
  EXPECT_EQ(a->id.size(), 36u);
  EXPECT_NE(a->id, b->id);
}

TEST_F(JobServiceTest, ValidateOnlyAcceptsNothing) {
  SubmitRequest only = request("mine");
  only.validate_only = true;
  const auto job = service_.submit(only);
  ASSERT_TRUE(job.ok());
  EXPECT_EQ(job->id, "mine");
  EXPECT_FALSE(job->state);
  EXPECT_EQ(job->create_time, absl::InfinitePast());
  EXPECT_EQ(jobs(), 0u);
  only.spec.priority = 99;
  EXPECT_EQ(reason(service_.submit(only).status()), "OUT_OF_RANGE");
}

TEST_F(JobServiceTest, ARepeatedRequestGivesTheFirstJobAsItIsByThen) {
  const auto first = service_.submit(request("", "r1"));
  runAll();
  const auto again = service_.submit(request("", "r1"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(again->state, JobState::kSucceeded);
  EXPECT_EQ(jobs(), 1u);
  EXPECT_TRUE(service_.check(request("", "r1")).ok());
}

TEST_F(JobServiceTest, ARequestIdIsGoodForOneRequestOnly) {
  ASSERT_TRUE(service_.submit(request("", "r1")).ok());
  SubmitRequest other = request("", "r1");
  other.fingerprint = "another";
  EXPECT_EQ(reason(service_.submit(other).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(reason(service_.check(other)), "REQUEST_ID_REUSED");
}

TEST_F(JobServiceTest, ARequestIdIsForgottenWithItsJob) {
  ASSERT_TRUE(service_.submit(request("mine", "r1")).ok());
  runAll();
  ASSERT_TRUE(service_.remove("ann", "mine").ok());
  clock_.advance(absl::Seconds(1));
  const auto again = service_.submit(request("mine", "r1"));
  EXPECT_EQ(again->state, JobState::kQueued);
}

TEST_F(JobServiceTest, AnIdThatIsTakenIsRefused) {
  ASSERT_TRUE(service_.submit(request("mine")).ok());
  EXPECT_EQ(reason(service_.submit(request("mine")).status()), "JOB_EXISTS");
  EXPECT_EQ(reason(service_.check(request("mine"))), "JOB_EXISTS");
}

TEST_F(JobServiceTest, AFullQueueSaysWhenToRetry) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(service_.submit(request()).ok());
  const absl::Status full = service_.submit(request()).status();
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(reason(full), "QUEUE_FULL");
  EXPECT_GT(errorDetail(full).retry_delay, absl::ZeroDuration());
  runAll();
  EXPECT_TRUE(service_.submit(request()).ok());
}

// What a row in pieces holds before there is a job is counted with the rest.
TEST_F(JobServiceTest, AnUploadCountsAsMemoryUntilItIsGivenBack) {
  {
    UploadMemory upload(service_);
    ASSERT_TRUE(upload.reserve(3000).ok());
    ASSERT_TRUE(upload.reserve(3000).ok());
    EXPECT_EQ(reason(upload.reserve(6000)), "MEMORY_FULL");
    EXPECT_EQ(reason(service_.submit(withBytes("a", 6000)).status()), "MEMORY_FULL");
    upload.release();
    EXPECT_TRUE(upload.reserve(6000).ok());
  }
  EXPECT_TRUE(service_.submit(withBytes("a", 6000)).ok());
}

TEST_F(JobServiceTest, FullMemorySaysWhenToRetry) {
  ASSERT_TRUE(service_.submit(withBytes("a", 6000)).ok());
  const absl::Status full = service_.submit(withBytes("b", 6000)).status();
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(reason(full), "MEMORY_FULL");
  EXPECT_GT(errorDetail(full).retry_delay, absl::ZeroDuration());
  EXPECT_TRUE(service_.submit(request("no-bytes")).ok());
  runAll();
  EXPECT_TRUE(service_.submit(withBytes("b", 6000)).ok());
}

TEST_F(JobServiceTest, CancelTellsWhatBecameOfTheJob) {
  ASSERT_TRUE(service_.submit(request("waits")).ok());
  EXPECT_EQ(service_.cancel("ann", "waits")->state, JobState::kCancelled);
  EXPECT_EQ(service_.cancel("ann", "waits")->state, JobState::kCancelled);
  EXPECT_EQ(service_.get("ann", "waits")->error->detail.reason, "CANCELLED_BY_CLIENT");

  ASSERT_TRUE(service_.submit(request("runs")).ok());
  const auto chunk = scheduler_.take(Budget::kCompute);
  EXPECT_EQ(service_.cancel("ann", "runs")->state, JobState::kCancelling);
  EXPECT_EQ(service_.cancel("ann", "runs")->state, JobState::kCancelling);
  chunk->run([] { return false; });
  EXPECT_EQ(state("runs"), JobState::kCancelled);

  ASSERT_TRUE(service_.submit(request("done")).ok());
  runAll();
  const absl::Status finished = service_.cancel("ann", "done").status();
  EXPECT_EQ(finished.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(reason(finished), "JOB_ALREADY_FINISHED");

  EXPECT_EQ(reason(service_.cancel("ann", "nobody").status()), "JOB_NOT_FOUND");
  EXPECT_EQ(reason(service_.cancel("bob", "runs").status()), "JOB_NOT_FOUND");
}

TEST_F(JobServiceTest, DrainEndsWhatWaitsAndTakesNoMore) {
  ASSERT_TRUE(service_.submit(request("runs")).ok());
  const auto chunk = scheduler_.take(Budget::kCompute);
  ASSERT_TRUE(service_.submit(request("waits", "r1")).ok());
  service_.drain();
  EXPECT_EQ(state("waits"), JobState::kCancelled);
  EXPECT_EQ(service_.get("ann", "waits")->error->detail.reason, "SHUTDOWN");
  EXPECT_EQ(state("runs"), JobState::kRunning);
  EXPECT_FALSE(service_.idle());

  const absl::Status refused = service_.submit(request()).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(reason(refused), "DRAINING");
  EXPECT_TRUE(service_.submit(request("waits", "r1")).ok());  // Its first answer.

  service_.cancelAll();
  EXPECT_EQ(state("runs"), JobState::kCancelling);
  chunk->run([] { return false; });
  EXPECT_EQ(service_.get("ann", "runs")->error->detail.reason, "SHUTDOWN");
  EXPECT_TRUE(service_.idle());
}

TEST_F(JobServiceTest, PagesFollowOneAnotherForTheSameFilterOnly) {
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(service_.submit(request(id)).ok());
  JobService::ListRequest list{{"ann", {}, {}}, 2, ""};
  auto answer = service_.list(list);
  ASSERT_EQ(answer->jobs.size(), 2u);
  EXPECT_EQ(answer->jobs[0].id, "c");
  list.page_token = answer->next_page_token;
  answer = service_.list(list);
  ASSERT_EQ(answer->jobs.size(), 1u);
  EXPECT_EQ(answer->jobs[0].id, "a");
  EXPECT_EQ(answer->next_page_token, "");
  list.filter.states = {JobState::kQueued};
  EXPECT_EQ(reason(service_.list(list).status()), "INVALID_PAGE_TOKEN");
  EXPECT_EQ(reason(service_.list({{"ann", {}, {}}, -1, ""}).status()), "OUT_OF_RANGE");
}

TEST_F(JobServiceTest, AJobGoesByItselfWhenItsTimeIsOver) {
  SubmitRequest brief = request("brief");
  brief.spec.ttl = absl::Seconds(5);
  ASSERT_TRUE(service_.submit(brief).ok());
  runAll();
  clock_.advance(absl::Seconds(6));
  while (service_.get("ann", "brief").ok()) std::this_thread::yield();
  EXPECT_EQ(jobs(), 0u);
}

TEST_F(JobServiceTest, ADatasetIsAnInputUntilItIsDeletedAndForJobsAcceptedBefore) {
  DatasetUpload upload;
  upload.principal = "ann";
  upload.dataset_id = "lakes";
  auto rows = makeMemoryFeatureSet({}, {});
  const std::weak_ptr<const FeatureSet> alive = rows;
  ASSERT_TRUE(datasets_.add(upload, std::move(rows), DiskShare(datasets_.disk())).ok());
  SubmitRequest with_dataset = request("a", "once");
  with_dataset.spec.input = InputKind::kDataset;
  with_dataset.spec.input_id = "lakes";
  ASSERT_TRUE(service_.submit(with_dataset).ok());
  EXPECT_EQ(datasets_.get("ann", "lakes")->use_time, clock_.now());
  ASSERT_TRUE(datasets_.remove("ann", "lakes").ok());
  EXPECT_FALSE(alive.expired());
  // A repeat of the request is not a new one.
  EXPECT_EQ(service_.submit(with_dataset)->id, "a");
  with_dataset.job_id = with_dataset.request_id = "b";
  const absl::Status gone = service_.submit(with_dataset).status();
  EXPECT_EQ(reason(gone), "DATASET_NOT_FOUND");
  EXPECT_EQ(errorDetail(gone).field, "spec.input.dataset");
  runAll();
  EXPECT_EQ(state("a"), JobState::kSucceeded);
  EXPECT_TRUE(alive.expired());
}

TEST_F(JobServiceTest, TheOutputOfAJobIsAnInputOnceItSucceeded) {
  SubmitRequest next = request("b");
  next.spec.input = InputKind::kJob;
  next.spec.input_id = "a";
  EXPECT_EQ(reason(service_.submit(next).status()), "JOB_NOT_FOUND");
  runner_.script("a",
                 {1, [](uint64_t, ChunkContext& context) {
                    context.addOutput(rowsOutput("OUTPUT", {}, std::make_shared<FakeResult>()));
                    return absl::OkStatus();
                  }});
  ASSERT_TRUE(service_.submit(request("a")).ok());
  const absl::Status early = service_.submit(next).status();
  EXPECT_EQ(early.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(reason(early), "INPUT_NOT_READY");
  EXPECT_EQ(errorDetail(early).given, "QUEUED");
  runAll();
  EXPECT_TRUE(service_.submit(next).ok());
}

TEST_F(JobServiceTest, AJobThatNobodyFollowsIsCancelledAfterTheGrace) {
  SubmitRequest tied = request("a");
  tied.spec.cancel_on_disconnect = true;
  ASSERT_TRUE(service_.submit(tied).ok());
  clock_.advance(smallLimits().disconnect_grace);
  // The housekeeper looks once a second.
  while (!isTerminal(state("a"))) std::this_thread::yield();
  EXPECT_EQ(state("a"), JobState::kCancelled);
  EXPECT_EQ(service_.get("ann", "a")->error->detail.reason, "CLIENT_GONE");
}

}  // namespace
}  // namespace geotask
