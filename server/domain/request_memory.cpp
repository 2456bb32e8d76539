// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/request_memory.h"

#include <algorithm>

namespace geotask {

namespace {

constexpr size_t kLeastSweep = 1024;

}  // namespace

const RequestMemory::Entry* RequestMemory::find(const std::string& principal,
                                                const std::string& request_id) const {
  const auto found = entries_.find({principal, request_id});
  if (found == entries_.end() || !is_kept_(principal, found->second)) return nullptr;
  return &found->second;
}

void RequestMemory::add(const std::string& principal, const std::string& request_id, Entry entry) {
  if (entries_.size() >= sweep_at_) sweep();
  entries_.insert_or_assign({principal, request_id}, std::move(entry));
}

// Each time the number has doubled, so that the cost of an add() stays the same on average.
void RequestMemory::sweep() {
  for (auto it = entries_.begin(); it != entries_.end();) {
    it = is_kept_(it->first.first, it->second) ? std::next(it) : entries_.erase(it);
  }
  sweep_at_ = std::max(kLeastSweep, 2 * entries_.size());
}

}  // namespace geotask
