// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/main/inbox.h"

#include <unistd.h>

#include <utility>

#include "worker/protocol.h"

namespace geotask {
namespace {

constexpr size_t kMaxWaiting = 32;

}  // namespace

Inbox::Inbox(FrameChannel& channel) : channel_(channel), thread_([this] { run(); }) {
  thread_.detach();
}

void Inbox::run() {
  while (true) {
    absl::StatusOr<std::optional<Frame>> frame = channel_.receive(absl::InfiniteDuration());
    // Without a word: nobody is there to hear it, and the main thread may be anywhere.
    if (!frame.ok()) ::_exit(0);
    if (frame->has_value()) take(**std::move(frame));
  }
}

void Inbox::take(Frame frame) {
  std::string type;
  if (frame.type == FrameType::kMessage) {
    const absl::StatusOr<Json> message = readMessage(frame.payload);
    if (message.ok()) type = textIn(*message, "type");
  }
  MutexLock lock(mutex_);
  if (type == "cancel") {
    cancelled_ = true;
    if (cancel_) cancel_();
    return;
  }
  // A cancel that came after the end of what it was meant for.
  if (type == "run") cancelled_ = false;
  while (frames_.size() >= kMaxWaiting) changed_.wait(mutex_);
  frames_.push_back(std::move(frame));
  changed_.notifyAll();
}

Frame Inbox::next() {
  MutexLock lock(mutex_);
  while (frames_.empty()) changed_.wait(mutex_);
  Frame frame = std::move(frames_.front());
  frames_.pop_front();
  changed_.notifyAll();
  return frame;
}

void Inbox::onCancel(std::function<void()> cancel) {
  MutexLock lock(mutex_);
  cancel_ = std::move(cancel);
  if (cancel_ && cancelled_) cancel_();
}

}  // namespace geotask
