// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/row_stream.h"

#include <algorithm>
#include <utility>

#include "domain/chunk_size.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr uint64_t kMostBytes = uint64_t{4} << 20;
constexpr size_t kMostWarnings = 20;
constexpr size_t kMostWarningBytes = 1000;

}  // namespace

struct RowStream::Calls {
  std::function<void()> news;
  std::function<void()> rouse;

  void make() const {
    if (rouse) rouse();
    if (news) news();
  }
};

RowStream::RowStream(Schema schema, const Windows& windows)
    : schema_(std::move(schema)), windows_(windows) {}

bool RowStream::mayTake() const {
  // What one claim will take is guessed from what the last one took: a wrong guess costs a thread's
  // turn, no more.
  if (left_ || rows_.size() <= claims_ * chunk_rows_) return false;
  const double in_work = growth() * static_cast<double>(in_work_bytes_ + claims_ * chunk_bytes_);
  return results_bytes_ < windows_.results && in_work < static_cast<double>(windows_.in_work);
}

double RowStream::nextMicroseconds() const {
  // What was taken before, and what remains once that is known.
  double there = taken_microseconds_;
  if (all_rows_ && taken_bytes_ > 0) {
    const double each = taken_microseconds_ / static_cast<double>(taken_bytes_);
    there = std::min(there, each * static_cast<double>(rows_bytes_));
  }
  return chunkMicroseconds(there);
}

double RowStream::growth() const {
  if (given_bytes_ <= given_for_bytes_) return 1;
  return static_cast<double>(given_bytes_) / static_cast<double>(given_for_bytes_);
}

uint64_t RowStream::nextBytes() const {
  return static_cast<uint64_t>(std::max(1.0, static_cast<double>(kMostBytes) / growth()));
}

bool RowStream::nothingLeft() const {
  return rows_.empty() && claims_ == 0 && next_result_ == next_chunk_ && results_.empty();
}

bool RowStream::allDone() const { return all_rows_ && nothingLeft(); }

void RowStream::makeNews(Calls& calls) const { calls.news = news_; }

void RowStream::rouse(Calls& calls) {
  if (allDone() || (sent_away_ && mayTake())) {
    sent_away_ = false;
    calls.rouse = rouse_;
  }
}

void RowStream::follow(std::function<void()> news) {
  MutexLock lock(mutex_);
  news_ = std::move(news);
}

void RowStream::attach(std::function<void()> rouse) {
  MutexLock lock(mutex_);
  rouse_ = std::move(rouse);
}

bool RowStream::hasRoom() const {
  MutexLock lock(mutex_);
  return rows_bytes_ < windows_.rows;
}

void RowStream::put(FeatureBatch rows) {
  std::shared_ptr<const Cost> cost;
  {
    MutexLock lock(mutex_);
    cost = cost_;
  }
  std::vector<std::optional<double>> microseconds(rows.size());
  if (cost) std::transform(rows.begin(), rows.end(), microseconds.begin(), *cost);
  Calls calls;
  {
    MutexLock lock(mutex_);
    for (size_t i = 0; i < rows.size(); ++i) {
      rows_bytes_ += memoryOf(rows[i]);
      rows_.push_back({std::move(rows[i]), microseconds[i]});
    }
    rows_in_ += rows.size();
    rouse(calls);
  }
  calls.make();
}

void RowStream::end() {
  Calls calls;
  {
    MutexLock lock(mutex_);
    all_rows_ = true;
    rouse(calls);
  }
  calls.make();
}

std::optional<EncodedRecord> RowStream::next() {
  Calls calls;
  std::optional<EncodedRecord> record;
  {
    MutexLock lock(mutex_);
    if (results_.empty()) return std::nullopt;
    record = std::move(results_.front());
    results_.pop_front();
    results_bytes_ -= record->bytes.size();
    rows_out_ += record->features;
    rouse(calls);
  }
  calls.make();
  return record;
}

uint64_t RowStream::rowsIn() const {
  MutexLock lock(mutex_);
  return rows_in_;
}

uint64_t RowStream::rowsOut() const {
  MutexLock lock(mutex_);
  return rows_out_;
}

bool RowStream::waitsForRows() const {
  MutexLock lock(mutex_);
  return !all_rows_ && nothingLeft();
}

std::optional<absl::Status> RowStream::ended() const {
  MutexLock lock(mutex_);
  return ended_;
}

std::vector<std::string> RowStream::warnings() const {
  MutexLock lock(mutex_);
  return warnings_;
}

uint64_t RowStream::warningCount() const {
  MutexLock lock(mutex_);
  return warning_count_;
}

void RowStream::leave() {
  // What goes is destroyed without the lock.
  std::shared_ptr<const Cost> cost;
  std::deque<Waiting> rows;
  std::deque<EncodedRecord> results;
  std::map<uint64_t, std::vector<EncodedRecord>> early;
  std::function<void()> news;
  MutexLock lock(mutex_);
  left_ = true;
  news.swap(news_);
  cost.swap(cost_);
  rows.swap(rows_);
  results.swap(results_);
  early.swap(early_);
  rows_bytes_ = 0;
  results_bytes_ = 0;
}

bool RowStream::claim() {
  MutexLock lock(mutex_);
  if (!mayTake()) {
    sent_away_ = true;
    return false;
  }
  ++claims_;
  return true;
}

bool RowStream::asleep() {
  MutexLock lock(mutex_);
  if (mayTake() || allDone()) return false;
  sent_away_ = true;
  return true;
}

void RowStream::standBy() {
  MutexLock lock(mutex_);
  sent_away_ = true;
}

void RowStream::reckonBy(Cost microseconds) {
  auto cost = std::make_shared<const Cost>(std::move(microseconds));
  MutexLock lock(mutex_);
  if (!left_) cost_ = std::move(cost);
}

StreamChunk RowStream::take(const Cost& microseconds) {
  Calls calls;
  StreamChunk chunk;
  {
    MutexLock lock(mutex_);
    --claims_;
    const bool was_full = rows_bytes_ >= windows_.rows;
    const double most = nextMicroseconds();
    double cost = 0;
    uint64_t bytes = 0;
    const uint64_t most_bytes = nextBytes();
    while (!rows_.empty() && cost < most && chunk.rows.size() < kMostChunkRows &&
           bytes < most_bytes) {
      Waiting& next = rows_.front();
      cost += next.microseconds ? *next.microseconds : microseconds(next.row);
      bytes += memoryOf(next.row);
      chunk.rows.push_back(std::move(next.row));
      rows_.pop_front();
    }
    if (!chunk.rows.empty()) {
      chunk.number = next_chunk_++;
      in_work_[chunk.number] = bytes;
      in_work_bytes_ += bytes;
      chunk_bytes_ = bytes;
      chunk_rows_ = chunk.rows.size();
    }
    rows_bytes_ -= bytes;
    taken_microseconds_ += cost;
    taken_bytes_ += bytes;
    if (was_full && rows_bytes_ < windows_.rows) makeNews(calls);
    rouse(calls);
  }
  calls.make();
  return chunk;
}

void RowStream::give(uint64_t number, std::vector<EncodedRecord> results) {
  Calls calls;
  {
    MutexLock lock(mutex_);
    if (left_) results.clear();
    for (const EncodedRecord& record : results) {
      results_bytes_ += record.bytes.size();
      given_bytes_ += record.bytes.size();
    }
    if (const auto taken = in_work_.find(number); taken != in_work_.end()) {
      given_for_bytes_ += taken->second;
      in_work_bytes_ -= taken->second;
      in_work_.erase(taken);
    }
    const bool had_none = results_.empty();
    early_.emplace(number, std::move(results));
    for (auto due = early_.find(next_result_); due != early_.end();
         due = early_.find(++next_result_)) {
      for (EncodedRecord& record : due->second) results_.push_back(std::move(record));
      early_.erase(due);
    }
    if (had_none && !results_.empty()) makeNews(calls);
    rouse(calls);
  }
  calls.make();
}

void RowStream::warn(const std::string& message) {
  MutexLock lock(mutex_);
  ++warning_count_;
  if (warnings_.size() == kMostWarnings) return;
  warnings_.push_back(message);
  cutText(warnings_.back(), kMostWarningBytes);
}

bool RowStream::done() const {
  MutexLock lock(mutex_);
  return allDone();
}

std::optional<double> RowStream::costOfAll(size_t most, const Cost& microseconds) const {
  MutexLock lock(mutex_);
  if (!all_rows_ || next_chunk_ > 0 || claims_ > 0 || rows_.size() > most) return std::nullopt;
  double cost = 0;
  for (const Waiting& waiting : rows_) cost += microseconds(waiting.row);
  return cost;
}

void RowStream::jobEnded(const absl::Status& status) {
  Calls calls;
  std::shared_ptr<const Cost> cost;
  {
    MutexLock lock(mutex_);
    ended_ = status;
    rouse_ = nullptr;
    cost.swap(cost_);
    makeNews(calls);
  }
  calls.make();
}

}  // namespace geotask
