// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames over a stream socket: four bytes of length (of what follows; least significant first), one
// byte of type, then the payload.
//
//     FrameChannel channel(fd);
//     channel.send(FrameType::kMessage, "{}", never);
//     absl::StatusOr<std::optional<Frame>> frame = channel.receive(absl::Milliseconds(50));
//
// The other side may be hostile: memory grows with what has come, never with what it claims.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/mutex.h"

namespace geotask {

enum class FrameType : uint8_t { kMessage = 1, kRecord = 2 };

struct Frame {
  FrameType type = FrameType::kMessage;
  std::string payload;
};

constexpr size_t kMaxFrameBytes = size_t{64} << 20;

// Any thread may send, one at a time receive. After an error it is of no more use.
class FrameChannel {
 public:
  // Owns `fd`, which becomes non-blocking and closed on exec.
  explicit FrameChannel(int fd);
  ~FrameChannel();
  FrameChannel(const FrameChannel&) = delete;
  FrameChannel& operator=(const FrameChannel&) = delete;

  // Waits until the other side has taken it; asks `stop` about every 20 ms whether to give up, which is
  // CANCELLED. UNAVAILABLE when the other side is gone.
  absl::Status send(FrameType type, absl::string_view payload, const std::function<bool()>& stop);

  // The next frame; nothing when none has come whole within `timeout`. UNAVAILABLE at the end of the
  // stream, DATA_LOSS when that is inside a frame, INVALID_ARGUMENT for what is no frame.
  absl::StatusOr<std::optional<Frame>> receive(absl::Duration timeout);

  int fd() const { return fd_; }

 private:
  absl::StatusOr<bool> fill();
  absl::StatusOr<std::optional<Frame>> takeFrame();

  const int fd_;
  Mutex send_mutex_;        // A frame is sent whole.
  std::vector<char> read_;  // For one look at the socket.
  std::string buffer_;      // What has come,
  size_t begin_ = 0;        // from here on not yet taken.
};

}  // namespace geotask
