// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/dataset_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/page_token.h"
#include "domain/request_checks.h"
#include "domain/resource_id.h"

namespace geotask {

namespace {

bool matches(const DatasetService::ListRequest& request, const Dataset& dataset) {
  if (dataset.principal != request.principal) return false;
  return std::all_of(request.labels.begin(), request.labels.end(), [&](const auto& label) {
    const auto found = dataset.labels.find(label.first);
    return found != dataset.labels.end() && found->second == label.second;
  });
}

std::string listKeyOf(const DatasetService::ListRequest& request) {
  std::vector<std::string> parts{"datasets", request.principal};
  for (const auto& [key, value] : request.labels) parts.insert(parts.end(), {key, value});
  return listKey(parts);
}

absl::Status datasetsFull(const std::string& what, const std::string& accepted) {
  return makeError(absl::StatusCode::kResourceExhausted, what,
                   {"DATASETS_FULL", "", "", accepted,
                    "Delete datasets that are no longer needed, or ask the operator for room."});
}

}  // namespace

DatasetService::DatasetService(const Limits& limits, const Clock& clock, const CrsRegistry& crs)
    : limits_(limits),
      clock_(clock),
      crs_(crs),
      disk_(std::make_shared<DiskBudget>(limits.max_dataset_bytes)),
      requests_([this](const std::string&, const RequestMemory::Entry& entry) {
        mutex_.assertHeld();  // As by all that ask it.
        const auto found = by_id_.find(entry.id);
        return found != by_id_.end() && found->second->dataset.create_time == entry.create_time;
      }),
      housekeeper_([this] { return removeExpired() - clock_.now(); }) {}

DatasetService::~DatasetService() = default;

absl::StatusOr<bool> DatasetService::check(const DatasetUpload& upload) const {
  absl::Status status = checkChosenId("dataset_id", upload.dataset_id);
  if (status.ok()) status = checkRequestId(upload.request_id);
  if (status.ok()) status = checkLabels("labels", upload.labels);
  if (status.ok()) status = checkTtl("ttl", upload.ttl, limits_.dataset_ttl);
  if (status.ok() && upload.schema) {
    status = checkRowSchema("schema", *upload.schema);
    if (status.ok() && !upload.schema->crs.empty()) {
      status = atField("schema.crs", crs_.check(upload.schema->crs));
    }
  }
  if (!status.ok()) return status;
  MutexLock lock(mutex_);
  const auto first = repeated(upload);
  if (!first.ok()) return first.status();
  if (*first) return true;
  const absl::Status admitted = admit(upload);
  if (!admitted.ok()) return admitted;
  return false;
}

absl::StatusOr<Dataset> DatasetService::add(DatasetUpload upload,
                                            std::shared_ptr<const FeatureSet> features,
                                            DiskShare share) {
  const uint64_t bytes = features->diskBytes();
  Dataset content;
  content.features = std::move(features);
  return addContent(std::move(upload), std::move(content), bytes, std::move(share));
}

absl::StatusOr<Dataset> DatasetService::add(DatasetUpload upload,
                                            std::shared_ptr<const FileSet> files, DiskShare share) {
  const uint64_t bytes = files->diskBytes();
  Dataset content;
  content.files = std::move(files);
  return addContent(std::move(upload), std::move(content), bytes, std::move(share));
}

absl::StatusOr<Dataset> DatasetService::addContent(DatasetUpload upload, Dataset content,
                                                   uint64_t bytes, DiskShare share) {
  const auto checked = check(upload);
  if (!checked.ok()) return checked.status();
  MutexLock lock(mutex_);
  const auto first = repeated(upload);
  if (!first.ok()) return first.status();
  if (*first) return (*first)->dataset;
  const absl::Status admitted = admit(upload);
  if (!admitted.ok()) return admitted;
  if (!share.grow(bytes)) return full();

  const auto record = std::make_shared<Record>();
  record->number = ++last_number_;
  Dataset& dataset = record->dataset;
  if (content.features) {
    dataset.features = makeCountedSet(std::move(content.features), std::move(share));
  } else {
    dataset.files = makeCountedSet(std::move(content.files), std::move(share));
  }
  dataset.id = upload.dataset_id.empty() ? randomId() : upload.dataset_id;
  dataset.principal = upload.principal;
  dataset.labels = std::move(upload.labels);
  dataset.ttl = upload.ttl.value_or(limits_.dataset_ttl);
  dataset.create_time = clock_.now();
  setExpiry(record, dataset.create_time);
  by_id_.emplace(dataset.id, record);
  by_number_.emplace(record->number, record);
  if (!upload.request_id.empty()) {
    requests_.add(upload.principal, upload.request_id,
                  {dataset.id, dataset.create_time, std::move(upload.fingerprint)});
  }
  return dataset;
}

absl::StatusOr<DatasetService::RecordPtr> DatasetService::repeated(
    const DatasetUpload& upload) const {
  const RequestMemory::Entry* entry =
      upload.request_id.empty() ? nullptr : requests_.find(upload.principal, upload.request_id);
  if (entry == nullptr) return nullptr;
  if (!upload.fingerprint.empty() && entry->fingerprint != upload.fingerprint) {
    return requestIdReused(upload.request_id);
  }
  return by_id_.at(entry->id);
}

absl::Status DatasetService::admit(const DatasetUpload& upload) const {
  if (draining_) return draining("uploads");
  if (!upload.dataset_id.empty() && by_id_.count(upload.dataset_id) != 0) {
    return makeError(absl::StatusCode::kAlreadyExists,
                     "dataset_id: there is a dataset " + upload.dataset_id + " already",
                     {"DATASET_EXISTS", "dataset_id", upload.dataset_id, "an id that is not taken",
                      "Choose another id, or none."});
  }
  if (by_id_.size() >= limits_.max_datasets) {
    return datasetsFull("there are as many datasets as allowed",
                        absl::StrCat("at most ", limits_.max_datasets, " datasets"));
  }
  return absl::OkStatus();
}

absl::Status DatasetService::full() const {
  return datasetsFull("the disk for uploads is full",
                      absl::StrCat("at most ", disk_->max(), " bytes, of all uploads together"));
}

absl::StatusOr<Dataset> DatasetService::get(const std::string& principal,
                                            const std::string& id) const {
  MutexLock lock(mutex_);
  const auto record = find(principal, id);
  if (!record.ok()) return record.status();
  return (*record)->dataset;
}

absl::Status DatasetService::remove(const std::string& principal, const std::string& id) {
  Dataset dropped;  // Goes, with its files, once the lock is released.
  MutexLock lock(mutex_);
  const auto record = find(principal, id);
  if (!record.ok()) return record.status();
  dropped = drop(*record);
  return absl::OkStatus();
}

void DatasetService::use(const std::string& principal, const std::string& id) {
  MutexLock lock(mutex_);
  const auto record = find(principal, id);
  if (!record.ok()) return;
  (*record)->dataset.use_time = clock_.now();
  setExpiry(*record, (*record)->dataset.use_time);
}

absl::StatusOr<DatasetService::ListAnswer> DatasetService::list(const ListRequest& request) const {
  if (absl::Status status = checkPageSize(request.page_size); !status.ok()) return status;
  const std::string key = listKeyOf(request);
  uint64_t before = 0;
  if (!request.page_token.empty()) {
    const auto read = readPageToken(request.page_token, key);
    if (!read.ok()) return read.status();
    before = *read;
  }
  const size_t size = pageSize(request.page_size);
  ListAnswer answer;
  MutexLock lock(mutex_);
  auto it = before == 0 ? by_number_.end() : by_number_.lower_bound(before);
  while (it != by_number_.begin()) {
    if (answer.datasets.size() == size) {
      answer.next_page_token =
          makePageToken(it == by_number_.end() ? last_number_ + 1 : it->first, key);
      break;
    }
    --it;
    if (matches(request, it->second->dataset)) answer.datasets.push_back(it->second->dataset);
  }
  return answer;
}

void DatasetService::drain() {
  MutexLock lock(mutex_);
  draining_ = true;
}

absl::Time DatasetService::removeExpired() {
  std::vector<Dataset> dropped;  // They go, with their files, once the lock is released.
  MutexLock lock(mutex_);
  const absl::Time now = clock_.now();
  while (!expiries_.empty() && expiries_.begin()->first <= now) {
    dropped.push_back(drop(by_number_.at(expiries_.begin()->second)));
  }
  return expiries_.empty() ? absl::InfiniteFuture() : expiries_.begin()->first;
}

absl::StatusOr<DatasetService::RecordPtr> DatasetService::find(const std::string& principal,
                                                               const std::string& id) const {
  const auto found = by_id_.find(id);
  if (found != by_id_.end() && found->second->dataset.principal == principal) return found->second;
  const std::string name = "datasets/" + id;
  return makeError(
      absl::StatusCode::kNotFound, name + " does not exist, was deleted or has expired",
      {"DATASET_NOT_FOUND", "name", name, "", "List the datasets to see which there are."});
}

void DatasetService::setExpiry(const RecordPtr& record, absl::Time used) {
  expiries_.erase({record->dataset.expire_time, record->number});
  record->dataset.expire_time = used + record->dataset.ttl;
  expiries_.emplace(record->dataset.expire_time, record->number);
}

Dataset DatasetService::drop(RecordPtr record) {
  expiries_.erase({record->dataset.expire_time, record->number});
  by_number_.erase(record->number);
  by_id_.erase(record->dataset.id);
  return std::move(record->dataset);
}

}  // namespace geotask
