// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/chunk_context.h"

#include <exception>
#include <utility>

#include "domain/stop.h"

namespace geotask {

namespace {

constexpr std::chrono::milliseconds kTellEvery{20};

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

void BoardChunkContext::setFraction(double fraction) {
  tellRows();
  board_.setFraction(job_id_, fraction);
}

void BoardChunkContext::setPlace(const std::string& place) {
  tellRows();
  board_.setPlace(job_id_, place);
}

void BoardChunkContext::setUsage(const ResourceUsage& usage) { board_.setUsage(job_id_, usage); }

void BoardChunkContext::resultGrew() {
  tellRows();
  board_.resultGrew(job_id_);
}

void BoardChunkContext::addFeaturesDone(uint64_t count) {
  rows_ += count;
  if (now() - told_.load() >= kTellEvery) tellRows();
}

void BoardChunkContext::tellRows() {
  told_ = now();
  if (const uint64_t rows = rows_.exchange(0); rows > 0) board_.addFeaturesDone(job_id_, rows);
}

void BoardChunkContext::log(Severity severity, const std::string& tag, const std::string& message) {
  board_.log(job_id_, LogLine{severity, message, tag, 0});
}

absl::Status runChunk(JobWork& work, uint64_t chunk, ChunkContext& context) {
  const StopGuard guard([&context] { return context.cancelled(); });
  try {
    return work.run(chunk, context);
  } catch (const Stopped&) {
    return absl::CancelledError();
  } catch (const std::exception& e) {
    return internal(e.what());
  } catch (...) {
    return internal("an exception of unknown type");
  }
}

}  // namespace geotask
