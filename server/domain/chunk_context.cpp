// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/chunk_context.h"

#include <exception>
#include <utility>

namespace geotask {

namespace {

absl::Status internal(const std::string& message) {
  return makeError(absl::StatusCode::kInternal, message,
                   {"INTERNAL", "", "", "", "This is a defect of the server. Report it."});
}

}  // namespace

bool BoardChunkContext::cancelled() const {
  return stop_.load(std::memory_order_relaxed) || (cancelled_ && cancelled_());
}

void BoardChunkContext::addOutput(StoredOutput output) {
  board_.addOutput(job_id_, std::move(output));
}

void BoardChunkContext::setTotal(std::optional<uint64_t> features) {
  board_.setTotal(job_id_, features);
}

void BoardChunkContext::setStage(Stage stage) { board_.setStage(job_id_, stage); }

void BoardChunkContext::setFraction(double fraction) { board_.setFraction(job_id_, fraction); }

void BoardChunkContext::setPlace(const std::string& place) { board_.setPlace(job_id_, place); }

void BoardChunkContext::setUsage(const ResourceUsage& usage) { board_.setUsage(job_id_, usage); }

void BoardChunkContext::resultGrew() { board_.resultGrew(job_id_); }

void BoardChunkContext::addFeaturesDone(uint64_t count) { board_.addFeaturesDone(job_id_, count); }

void BoardChunkContext::log(Severity severity, const std::string& tag, const std::string& message) {
  board_.log(job_id_, LogLine{severity, message, tag, 0});
}

absl::Status runChunk(JobWork& work, uint64_t chunk, ChunkContext& context) {
  try {
    return work.run(chunk, context);
  } catch (const std::exception& e) {
    return internal(e.what());
  } catch (...) {
    return internal("an exception of unknown type");
  }
}

}  // namespace geotask
