// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows on their way from a call to the work of its job, and results on their way back. Both ways are
// bounded: the call is told when to stop bringing rows, and the work gets none while too many results
// wait for the call. So a slow reader slows the writer, and memory does not grow with the stream.
//
//     auto stream = std::make_shared<RowStream>(schema);
//     stream->follow([&] { wakeUpTheCall(); });
//     stream->put(rows);  stream->end();                    // The call.
//     if (stream->claim()) {                                // The work, on any number of threads.
//       StreamChunk chunk = stream->take(microseconds);
//       stream->give(chunk.number, codec.encode(results));
//     }
//     while (auto record = stream->next()) send(*record);   // The call: in the order of the rows.
//
// Thread-safe. `news` and `rouse` are called without a lock held.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/feature_codec.h"
#include "domain/features.h"
#include "domain/job.h"
#include "domain/mutex.h"

namespace geotask {

// Rows that are worked on together, some tens of milliseconds.
struct StreamChunk {
  uint64_t number = 0;  // From 0, in the order of the rows.
  FeatureBatch rows;    // None: others have taken them.
};

class RowStream {
 public:
  // How many bytes may wait either way; the last ones to come may go beyond.
  struct Windows {
    uint64_t rows = uint64_t{8} << 20;
    uint64_t results = uint64_t{4} << 20;
    uint64_t in_work = uint64_t{12} << 20;  // What is expected of the rows that are worked on.
  };
  explicit RowStream(Schema schema) : RowStream(std::move(schema), Windows()) {}
  RowStream(Schema schema, const Windows& windows);

  const Schema& schema() const { return schema_; }

  // ---- The call, one thread at a time ----

  // `news` is called, on any thread, when something changed that the call may have waited for.
  void follow(std::function<void()> news);
  // Whether more rows should come. When not, `news` tells of it.
  bool hasRoom() const;
  void put(FeatureBatch rows);
  // No row follows.
  void end();
  // The next result; nothing when there is none (yet).
  std::optional<EncodedRecord> next();
  // How many rows came, and how many results have gone.
  uint64_t rowsIn() const;
  uint64_t rowsOut() const;
  // Whether the work has done, and the call taken, all that is there: only more rows go on.
  bool waitsForRows() const;
  // How the job ended; nothing before it has. After a success all results have been taken.
  std::optional<absl::Status> ended() const;
  // The first warnings of the work, and how many there were.
  std::vector<std::string> warnings() const;
  uint64_t warningCount() const;
  // The call is over: what waits is dropped, and `news` is not called any more, but for a call that is
  // on its way.
  void leave();

  // ---- The work ----

  // Reserves a take(); false when there is nothing to take, or no room for what it would give.
  bool claim();
  // Whether there is nothing to claim, nor all done: `rouse` is then called when that changes.
  bool asleep();
  // `rouse` is called with the next take() that leaves rows.
  void standBy();
  // Predicts what a row costs.
  using Cost = std::function<double(const Feature&)>;
  // From now on rows are reckoned as they are put, on the call's thread: reckoning may take as long as
  // looking at each coordinate, and take() holds up all who ask the stream.
  void reckonBy(Cost microseconds);
  // Takes the next rows. `microseconds` is for those that came before reckonBy().
  StreamChunk take(const Cost& microseconds);
  // What chunk `number` gave. May come in any order, once for each chunk that has rows.
  void give(uint64_t number, std::vector<EncodedRecord> results);
  void warn(const std::string& message);
  // Whether all rows came, were worked on, and all results taken.
  bool done() const;
  // What all rows will cost, of a stream that came whole and has no more than `most` rows; nothing of
  // others, or when some were taken.
  std::optional<double> costOfAll(size_t most, const Cost& microseconds) const;

  // ---- Those who run the job ----

  // `rouse` is called when there may be something to claim again, and when all is done.
  void attach(std::function<void()> rouse);
  // The job has ended; OK or why not.
  void jobEnded(const absl::Status& status);

 private:
  struct Calls;  // Whom to call once the lock is released.
  struct Waiting {
    Feature row;
    std::optional<double> microseconds;
  };

  bool mayTake() const GEOTASK_REQUIRES(mutex_);
  double nextMicroseconds() const GEOTASK_REQUIRES(mutex_);
  uint64_t nextBytes() const GEOTASK_REQUIRES(mutex_);
  double growth() const GEOTASK_REQUIRES(mutex_);
  bool nothingLeft() const GEOTASK_REQUIRES(mutex_);
  bool allDone() const GEOTASK_REQUIRES(mutex_);
  void makeNews(Calls& calls) const GEOTASK_REQUIRES(mutex_);
  // Rouses the work if it was sent away, or if all is done.
  void rouse(Calls& calls) GEOTASK_REQUIRES(mutex_);

  const Schema schema_;
  const Windows windows_;

  mutable Mutex mutex_;
  std::function<void()> news_ GEOTASK_GUARDED_BY(mutex_);
  std::function<void()> rouse_ GEOTASK_GUARDED_BY(mutex_);
  bool left_ GEOTASK_GUARDED_BY(mutex_) = false;
  bool sent_away_ GEOTASK_GUARDED_BY(mutex_) = false;  // A claim() was refused.
  std::optional<absl::Status> ended_ GEOTASK_GUARDED_BY(mutex_);

  std::shared_ptr<const Cost> cost_ GEOTASK_GUARDED_BY(mutex_);
  std::deque<Waiting> rows_ GEOTASK_GUARDED_BY(mutex_);  // Not yet taken.
  uint64_t rows_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t rows_in_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool all_rows_ GEOTASK_GUARDED_BY(mutex_) = false;

  uint64_t claims_ GEOTASK_GUARDED_BY(mutex_) = 0;      // Not yet followed by take().
  uint64_t chunk_rows_ GEOTASK_GUARDED_BY(mutex_) = 1;  // In the last chunk.
  uint64_t chunk_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t next_chunk_ GEOTASK_GUARDED_BY(mutex_) = 0;
  double taken_microseconds_ GEOTASK_GUARDED_BY(mutex_) = 0;  // As predicted.
  uint64_t taken_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, uint64_t> in_work_ GEOTASK_GUARDED_BY(mutex_);  // Bytes of rows, by chunk,
  uint64_t in_work_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;            // and of all.
  // Of all results so far, and of the rows that they are of.
  uint64_t given_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t given_for_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;

  // Results by chunk, as far as chunks before them are missing; then those that can go.
  std::map<uint64_t, std::vector<EncodedRecord>> early_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t next_result_ GEOTASK_GUARDED_BY(mutex_) = 0;  // The chunk that is due.
  std::deque<EncodedRecord> results_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t results_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;  // Of both.
  uint64_t rows_out_ GEOTASK_GUARDED_BY(mutex_) = 0;

  std::vector<std::string> warnings_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t warning_count_ GEOTASK_GUARDED_BY(mutex_) = 0;
};

}  // namespace geotask
