// SPDX-License-Identifier: GPL-2.0-or-later
//
// The place that a chunk holds among those that compute. A thread that waits for another process gives
// it back meanwhile, so that the chunks of other jobs are not kept waiting:
//
//     const ComputeSlot::Break waiting;   // Until the end of the block.
#pragma once

namespace geotask {

// Implemented by executors. Used on the thread that runs the chunk.
class ComputeSlot {
 public:
  virtual ~ComputeSlot() = default;
  // Whether the thread waits from now on, or computes again.
  virtual void setWaiting(bool waiting) = 0;

  // Makes a slot that of this thread.
  class Holder {
   public:
    explicit Holder(ComputeSlot& slot) { of_thread_ = &slot; }
    ~Holder() { of_thread_ = nullptr; }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
  };

  // Nothing on a thread without a slot.
  class Break {
   public:
    Break() : slot_(of_thread_) {
      if (slot_ != nullptr) slot_->setWaiting(true);
    }
    ~Break() {
      if (slot_ != nullptr) slot_->setWaiting(false);
    }
    Break(const Break&) = delete;
    Break& operator=(const Break&) = delete;

   private:
    ComputeSlot* const slot_;
  };

 private:
  static inline thread_local ComputeSlot* of_thread_ = nullptr;
};

}  // namespace geotask
