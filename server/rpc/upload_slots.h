// SPDX-License-Identifier: GPL-2.0-or-later
//
// How many uploads, or calls of Features, may be under way: each holds a file or some memory.
#pragma once

#include <atomic>
#include <cstddef>

namespace geotask {

// Any thread.
class UploadSlots {
 public:
  explicit UploadSlots(size_t max) : max_(max) {}
  bool take() {
    if (taken_.fetch_add(1) < max_) return true;
    give();
    return false;
  }
  void give() { --taken_; }
  size_t max() const { return max_; }

 private:
  const size_t max_;
  std::atomic<size_t> taken_{0};
};

}  // namespace geotask
