// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a chunk tells goes to the board; what it asks is answered by the job's stop flag and by the
// executor. Rows that are done are told together, some times a second: the board has a lock for all jobs,
// and wakes those who watch.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "domain/job_board.h"
#include "domain/job_work.h"

namespace geotask {

class BoardChunkContext : public ChunkContext {
 public:
  // All must outlive it.
  BoardChunkContext(JobBoard& board, const std::string& job_id, const std::atomic<bool>& stop,
                    const std::function<bool()>& cancelled)
      : board_(board), job_id_(job_id), stop_(stop), cancelled_(cancelled), told_(now()) {}
  ~BoardChunkContext() override { tellRows(); }

  bool cancelled() const override;
  void addOutput(StoredOutput output) override;
  void setTotal(std::optional<uint64_t> features) override;
  void setStage(Stage stage) override;
  void setFraction(double fraction) override;
  void setPlace(const std::string& place) override;
  void setUsage(const ResourceUsage& usage) override;
  void resultGrew() override;
  void addFeaturesDone(uint64_t count) override;
  void log(Severity severity, const std::string& tag, const std::string& message) override;

 private:
  using Time = std::chrono::steady_clock::time_point;
  static Time now() { return std::chrono::steady_clock::now(); }
  void tellRows();

  JobBoard& board_;
  const std::string& job_id_;
  const std::atomic<bool>& stop_;
  const std::function<bool()>& cancelled_;
  std::atomic<uint64_t> rows_{0};  // Done and not yet told.
  std::atomic<Time> told_;
};

// Runs one chunk of a work, which may be stopped (stop.h): CANCELLED. What else it throws becomes INTERNAL.
absl::Status runChunk(JobWork& work, uint64_t chunk, ChunkContext& context);

}  // namespace geotask
