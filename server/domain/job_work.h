// SPDX-License-Identifier: GPL-2.0-or-later
//
// Ports between what decides (the scheduler) and what computes (QGIS).
//
// A JobWork is one attempt of one job, cut into chunks of some tens of milliseconds. The scheduler
// claims chunks from the works in turn; an executor pulls them from the scheduler (ChunkSource) as
// it has room and runs each on a thread of its own (as a QgsTask).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/feature_set.h"
#include "domain/job.h"
#include "domain/job_event.h"
#include "domain/job_output.h"
#include "domain/processing.h"
#include "domain/spool.h"

namespace geotask {

// What a chunk tells about its job while it runs, and asks. Thread-safe; lives as long as run().
class ChunkContext {
 public:
  virtual ~ChunkContext() = default;
  // Whether to stop: ask between features. A chunk that stops for this returns OK or CANCELLED.
  virtual bool cancelled() const = 0;
  // Rows that can be followed while they are written come before the first of them.
  virtual void addOutput(StoredOutput output) = 0;
  // Rows of the input, if known.
  virtual void setTotal(std::optional<uint64_t> features) = 0;
  virtual void setStage(Stage stage) = 0;
  // The share of the work that is done, 0 to 1, where it is not told by rows.
  virtual void setFraction(double fraction) = 0;
  // Where in the work it is, in words for people: "feature 12: group 3 of 10".
  virtual void setPlace(const std::string&) {}
  virtual void setUsage(const ResourceUsage& usage) = 0;
  // More of the result can be read: after each addChunk() and complete() of the spooled result.
  virtual void resultGrew() = 0;
  // Rows of the input that are done since the last call. Cheap; call it as often as you like.
  virtual void addFeaturesDone(uint64_t count) = 0;
  virtual void log(Severity severity, const std::string& tag, const std::string& message) = 0;
};

// Made on any thread, claimed under the scheduler's lock (so claim() and finished() are quick and
// never wait for a chunk), run on pool threads, several chunks at once, destroyed on any thread.
class JobWork {
 public:
  virtual ~JobWork() = default;
  // Reserves the next chunk and gives its number; nothing when none can start before one that runs
  // has ended, or when none is left.
  virtual std::optional<uint64_t> claim() = 0;
  // Runs a claimed chunk. An error ends the job FAILED.
  virtual absl::Status run(uint64_t chunk, ChunkContext& context) = 0;
  // Whether all is done. Asked when no chunk runs.
  virtual bool finished() const = 0;
  // Whether it is not finished and has nothing to claim before something comes from outside, after
  // which Scheduler::rouse() is called. Asked under the scheduler's lock.
  virtual bool asleep() { return false; }
  // Whether all of it is there and takes well under a millisecond, so that it may be done on a thread
  // that should not compute. Asked once, before the first claim(), by the thread that made it.
  virtual bool small() { return false; }
};

// Makes works. Any thread; quick: opens nothing. `inputs.features` is null when the input is a layer.
class JobRunner {
 public:
  virtual ~JobRunner() = default;
  virtual std::unique_ptr<JobWork> createWork(const std::string& job_id,
                                              const std::string& principal, const JobSpec& spec,
                                              JobInputs inputs) = 0;
};

// A chunk that was handed out. run() is called exactly once, on any thread, and does not throw;
// `cancelled` is asked for the context's cancelled(), from that thread.
struct Chunk {
  std::string job_id;
  std::function<void(const std::function<bool()>& cancelled)> run;
};

// What a chunk needs a place of: a thread that computes, or a worker process, for which a thread
// waits. They are counted apart, so that neither kind of job keeps the other waiting.
enum class Budget { kCompute, kWorker };
constexpr Budget kBudgets[] = {Budget::kCompute, Budget::kWorker};

// The budget that jobs of this operation draw on.
inline Budget budgetOf(Operation operation) {
  return operation == Operation::kProcessing ? Budget::kWorker : Budget::kCompute;
}

// What an executor pulls from. Any thread.
class ChunkSource {
 public:
  virtual ~ChunkSource() = default;
  // The chunk whose turn it is of those that need such a place; nothing when there is none to start.
  virtual std::optional<Chunk> take(Budget budget) = 0;
};

// Runs chunks. Any thread; neither call waits nor calls back.
class ChunkExecutor {
 public:
  virtual ~ChunkExecutor() = default;
  // There may be chunks to take. Calls that come before it has looked count as one.
  virtual void wake() = 0;
  // Asks those chunks of this job that run to stop.
  virtual void cancel(const std::string& job_id) = 0;
};

}  // namespace geotask
