// SPDX-License-Identifier: GPL-2.0-or-later
//
// Fills a page of a list as far as a message holds.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <cstddef>

#include "codec/message_limits.h"

namespace geotask {

class PageRoom {
 public:
  // Looks at the item that was added last; takes it away again, and returns false, when it is not
  // the first and does not fit.
  template <typename Item>
  bool add(google::protobuf::RepeatedPtrField<Item>& items) {
    constexpr size_t kFraming = 8;  // Of an item: its tag and its length.
    bytes_ += items.Get(items.size() - 1).ByteSizeLong() + kFraming;
    if (bytes_ <= kMaxMessageBytes - kToken || items.size() == 1) return true;
    items.RemoveLast();
    enough_ = false;
    return false;
  }
  bool enough() const { return enough_; }

 private:
  static constexpr size_t kToken = 256;
  size_t bytes_ = 0;
  bool enough_ = true;
};

}  // namespace geotask
