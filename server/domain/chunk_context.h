// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a chunk tells goes to the board; what it asks is answered by the job's stop flag and by the
// executor.
#pragma once

#include <atomic>
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
      : board_(board), job_id_(job_id), stop_(stop), cancelled_(cancelled) {}

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
  JobBoard& board_;
  const std::string& job_id_;
  const std::atomic<bool>& stop_;
  const std::function<bool()>& cancelled_;
};

// Runs one chunk of a work; what it throws becomes INTERNAL.
absl::Status runChunk(JobWork& work, uint64_t chunk, ChunkContext& context);

}  // namespace geotask
