// SPDX-License-Identifier: GPL-2.0-or-later
//
// Datasets, as the API sees them: which there are, until when, and whether there is room for more.
// Their rows and files lie where the spool put them and go with the last reference to them: a job that reads
// a dataset keeps it readable.
//
//     DiskShare share(datasets.disk());
//     if (!share.grow(writer->diskBytes())) return datasets.full();   // After each message of rows.
//     datasets.add(upload, *writer->finish(), std::move(share));
//
// Any thread; returns at once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/catalogue.h"
#include "domain/clock.h"
#include "domain/dataset.h"
#include "domain/disk_budget.h"
#include "domain/housekeeper.h"
#include "domain/limits.h"
#include "domain/mutex.h"
#include "domain/request_memory.h"

namespace geotask {

struct DatasetUpload {
  std::string principal;
  std::optional<Schema> schema;  // Of rows; nothing: files.
  std::string dataset_id;        // Empty: a random one.
  std::string request_id;        // Empty: none.
  std::string fingerprint;       // As SubmitRequest::fingerprint.
  std::map<std::string, std::string> labels;
  std::optional<absl::Duration> ttl;
};

class DatasetService {
 public:
  DatasetService(const Limits& limits, const Clock& clock, const CrsRegistry& crs);
  ~DatasetService();

  // What is wrong with an upload, fields named from the top of UploadDatasetHeader; OK if nothing.
  // Everything but the rows or files themselves.
  // True when it repeats an earlier upload, so far as is seen before its rows.
  absl::StatusOr<bool> check(const DatasetUpload& upload) const;
  // Registers uploaded rows or files; takes what the share lacks of their bytes.
  absl::StatusOr<Dataset> add(DatasetUpload upload, std::shared_ptr<const FeatureSet> features,
                              DiskShare share);
  absl::StatusOr<Dataset> add(DatasetUpload upload, std::shared_ptr<const FileSet> files,
                              DiskShare share);

  // What all uploaded rows and files may take, and the error when it is not enough.
  const std::shared_ptr<DiskBudget>& disk() const { return disk_; }
  absl::Status full() const;

  // Each: NOT_FOUND DATASET_NOT_FOUND for one that is not there or is not this principal's.
  absl::StatusOr<Dataset> get(const std::string& principal, const std::string& id) const;
  absl::Status remove(const std::string& principal, const std::string& id);
  // A job was accepted with it: it is kept for another ttl.
  void use(const std::string& principal, const std::string& id);

  struct ListRequest {
    std::string principal;
    std::map<std::string, std::string> labels;  // All of them.
    int page_size = 0;
    std::string page_token;
  };
  struct ListAnswer {
    std::vector<Dataset> datasets;  // Newest first.
    std::string next_page_token;
  };
  absl::StatusOr<ListAnswer> list(const ListRequest& request) const;

  // From now on uploads are UNAVAILABLE DRAINING.
  void drain();

  // Removes those that have expired; gives the time of the next one (InfiniteFuture: none).
  absl::Time removeExpired();

 private:
  struct Record {
    uint64_t number = 0;  // In the order of creation.
    Dataset dataset;
  };
  using RecordPtr = std::shared_ptr<Record>;

  absl::StatusOr<RecordPtr> find(const std::string& principal, const std::string& id) const
      GEOTASK_REQUIRES(mutex_);
  absl::Status admit(const DatasetUpload& upload) const GEOTASK_REQUIRES(mutex_);
  // `content` holds what was uploaded and nothing else.
  absl::StatusOr<Dataset> addContent(DatasetUpload upload, Dataset content, uint64_t bytes,
                                     DiskShare share);
  // The dataset that an earlier upload with this request_id made; null when there is none.
  absl::StatusOr<RecordPtr> repeated(const DatasetUpload& upload) const GEOTASK_REQUIRES(mutex_);
  void setExpiry(const RecordPtr& record, absl::Time used) GEOTASK_REQUIRES(mutex_);
  // Takes it out; its content goes with what is given back. By value: the maps' own goes.
  Dataset drop(RecordPtr record) GEOTASK_REQUIRES(mutex_);

  const Limits limits_;
  const Clock& clock_;
  const CrsRegistry& crs_;
  const std::shared_ptr<DiskBudget> disk_;
  mutable Mutex mutex_;
  bool draining_ GEOTASK_GUARDED_BY(mutex_) = false;
  uint64_t last_number_ GEOTASK_GUARDED_BY(mutex_) = 0;
  std::map<std::string, RecordPtr> by_id_ GEOTASK_GUARDED_BY(mutex_);
  std::map<uint64_t, RecordPtr> by_number_ GEOTASK_GUARDED_BY(mutex_);
  std::set<std::pair<absl::Time, uint64_t>> expiries_ GEOTASK_GUARDED_BY(mutex_);
  RequestMemory requests_ GEOTASK_GUARDED_BY(mutex_);
  Housekeeper housekeeper_;  // Last: it ends before what it tidies.
};

}  // namespace geotask
