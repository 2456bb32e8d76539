// SPDX-License-Identifier: GPL-2.0-or-later
//
// What tests of workers need: a folder that goes, a spool in memory that shows what it holds, a context
// that notes what a job tells, and jobs that a fake worker runs.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "codec/feature_codec.h"
#include "domain/job_work.h"
#include "domain/mutex.h"
#include "support/drawn_algorithms.h"
#include "worker/processing_work.h"
#include "worker/worker_pool.h"

namespace geotask {

class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  const std::string& path() const { return path_; }
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string readFile(const std::string& path);

// Notes what a job tells; cancelled() turns true by cancel(), as soon as a line of the log holds
// `cancel_at`, or with a stage.
class NotedContext : public ChunkContext {
 public:
  bool cancelled() const override { return cancelled_; }
  void addOutput(StoredOutput output) override;
  void setTotal(std::optional<uint64_t>) override {}
  void setStage(Stage stage) override;
  void setFraction(double fraction) override { fractions.push_back(fraction); }
  void setUsage(const ResourceUsage& used) override { usage = used; }
  void resultGrew() override {}
  void addFeaturesDone(uint64_t) override {}
  void log(Severity severity, const std::string& tag, const std::string& message) override;

  void cancel() { cancelled_ = true; }

  std::string cancel_at;
  std::optional<Stage> cancel_at_stage;
  std::function<void(const std::string& line)> on_log;
  std::vector<Stage> stages;
  std::vector<double> fractions;
  std::vector<std::string> lines;
  std::map<std::string, StoredOutput> outputs;
  std::optional<ResourceUsage> usage;

 private:
  std::atomic<bool> cancelled_{false};
};

// Files in a folder of the test's; `adopted` shows what has come. Results are lists of rows.
class TestSpool : public Spool {
 public:
  explicit TestSpool(const FeatureCodec& codec) : codec_(codec) {}
  absl::StatusOr<std::shared_ptr<SpooledResult>> createResult(const std::string& job_id) override;
  absl::StatusOr<std::unique_ptr<FeatureSetWriter>> createFeatureSet(Schema schema) override;
  absl::StatusOr<std::unique_ptr<FileSetWriter>> createFileSet() override;

  int results_removed = 0;

 private:
  const FeatureCodec& codec_;
  TestFolder folder_;
  int sets_ = 0;
};

// The rows of an output.
FeatureBatch rowsOf(const StoredOutput& output);

// A pool of one of these programs, and what jobs need of it.
struct WorkerBench {
  explicit WorkerBench(PoolOptions options);

  // Runs a job to its end.
  absl::Status run(const std::string& algorithm, const Json& parameters, NotedContext& context,
                   std::vector<CallInput> inputs = {}, const std::string& principal = "alice");

  static PoolOptions fakeOptions();
  static PoolOptions realOptions();

  TestFolder folder;
  ProtoFeatureCodec codec;
  TestSpool spool;
  DrawnAlgorithms catalogue;
  bool needs_python = false;  // Whether the algorithms that run() runs do.
  Mutex mutex;
  std::vector<std::string> log GEOTASK_GUARDED_BY(mutex);
  std::unique_ptr<WorkerPool> pool;
};

// A set of files in a folder of a test.
std::shared_ptr<const FileSet> filesIn(const std::string& folder,
                                       const std::vector<std::string>& paths);

// WKB of a point.
std::string pointWkb(double x, double y);

}  // namespace geotask
