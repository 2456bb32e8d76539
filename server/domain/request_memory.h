// SPDX-License-Identifier: GPL-2.0-or-later
//
// Remembers which request_id made which job or dataset, as long as that is kept. Not thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/time/time.h"

namespace geotask {

class RequestMemory {
 public:
  struct Entry {
    std::string id;
    absl::Time create_time;  // Tells it from a later one of the same id.
    std::string fingerprint;
  };
  // Whether what an entry's request made is still kept.
  using IsKept = std::function<bool(const std::string& principal, const Entry& entry)>;

  explicit RequestMemory(IsKept is_kept) : is_kept_(std::move(is_kept)) {}

  // Null when the request is not known or what it made is gone.
  const Entry* find(const std::string& principal, const std::string& request_id) const;
  void add(const std::string& principal, const std::string& request_id, Entry entry);
  size_t size() const { return entries_.size(); }

 private:
  void sweep();

  const IsKept is_kept_;
  std::map<std::pair<std::string, std::string>, Entry> entries_;  // By principal and request.
  size_t sweep_at_ = 1024;
};

}  // namespace geotask
