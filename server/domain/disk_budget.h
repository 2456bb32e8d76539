// SPDX-License-Identifier: GPL-2.0-or-later
//
// Bytes on disk that uploads may take, all together, and who takes how many. What is taken is
// given back when the rows go, which may be long after their dataset was deleted: jobs read them.
//
//     DiskShare share(budget);
//     if (!share.grow(bytes)) return full;
//     rows = makeCountedSet(rows, std::move(share));
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "domain/feature_set.h"
#include "domain/file_set.h"

namespace geotask {

// Any thread.
class DiskBudget {
 public:
  explicit DiskBudget(uint64_t max) : max_(max) {}
  bool take(uint64_t bytes) {
    uint64_t used = used_.load();
    do {
      if (bytes > max_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + bytes));
    return true;
  }
  void give(uint64_t bytes) { used_ -= bytes; }
  uint64_t max() const { return max_; }

 private:
  const uint64_t max_;
  std::atomic<uint64_t> used_{0};
};

// Used by one thread at a time.
class DiskShare {
 public:
  explicit DiskShare(std::shared_ptr<DiskBudget> budget) : budget_(std::move(budget)) {}
  DiskShare(DiskShare&& other) noexcept
      : budget_(std::move(other.budget_)), bytes_(std::exchange(other.bytes_, 0)) {}
  DiskShare& operator=(DiskShare&&) = delete;
  ~DiskShare() {
    if (bytes_ > 0) budget_->give(bytes_);
  }

  // Takes what is missing to so many bytes; false, and nothing is taken, when there is no room.
  bool grow(uint64_t bytes) {
    if (bytes <= bytes_) return true;
    if (!budget_->take(bytes - bytes_)) return false;
    bytes_ = bytes;
    return true;
  }

 private:
  std::shared_ptr<DiskBudget> budget_;
  uint64_t bytes_ = 0;
};

// The same rows or files, with the share that they take.
std::shared_ptr<const FeatureSet> makeCountedSet(std::shared_ptr<const FeatureSet> rows,
                                                 DiskShare share);
std::shared_ptr<const FileSet> makeCountedSet(std::shared_ptr<const FileSet> files,
                                              DiskShare share);

}  // namespace geotask
