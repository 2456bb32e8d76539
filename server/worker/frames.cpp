// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/frames.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace geotask {
namespace {

constexpr size_t kHeaderBytes = 5;
constexpr size_t kReadBytes = size_t{256} << 10;
// How often a sender that waits asks whether to stop.
constexpr int kStopPollMs = 20;
constexpr absl::Duration kLongestWait = absl::Minutes(1);

absl::Status gone() { return absl::UnavailableError("the other side has closed the socket"); }

// Whether what `poll` waits for has come within this time.
bool waitFor(int fd, short events, int milliseconds) {
  pollfd polled{fd, events, 0};
  return ::poll(&polled, 1, milliseconds) > 0;
}

}  // namespace

FrameChannel::FrameChannel(int fd) : fd_(fd), read_(kReadBytes) {
  ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
  ::fcntl(fd_, F_SETFD, FD_CLOEXEC);
}

FrameChannel::~FrameChannel() { ::close(fd_); }

absl::Status FrameChannel::send(FrameType type, absl::string_view payload,
                                const std::function<bool()>& stop) {
  if (payload.size() > kMaxFrameBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a frame of ", payload.size(), " bytes"));
  }
  MutexLock lock(send_mutex_);
  const uint32_t length = static_cast<uint32_t>(payload.size() + 1);
  std::array<char, kHeaderBytes> header;
  for (int i = 0; i < 4; ++i) header[i] = static_cast<char>((length >> (8 * i)) & 0xFF);
  header[4] = static_cast<char>(type);

  size_t sent = 0;
  const size_t total = kHeaderBytes + payload.size();
  while (sent < total) {
    iovec parts[2];
    int count = 0;
    if (sent < kHeaderBytes) parts[count++] = {header.data() + sent, kHeaderBytes - sent};
    const size_t skip = sent < kHeaderBytes ? 0 : sent - kHeaderBytes;
    parts[count++] = {const_cast<char*>(payload.data()) + skip, payload.size() - skip};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = static_cast<size_t>(count);
    const ssize_t wrote = ::sendmsg(fd_, &message, MSG_NOSIGNAL);
    if (wrote >= 0) {
      sent += static_cast<size_t>(wrote);
    } else if (errno == EAGAIN) {
      if (stop()) return absl::CancelledError("the other side does not take what is sent");
      waitFor(fd_, POLLOUT, kStopPollMs);
    } else if (errno != EINTR) {
      return gone();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> FrameChannel::fill() {
  if (begin_ > 0 && begin_ == buffer_.size()) {
    buffer_.clear();
    begin_ = 0;
  } else if (begin_ >= kReadBytes) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  ssize_t got = 0;
  do {
    got = ::recv(fd_, read_.data(), read_.size(), 0);
  } while (got < 0 && errno == EINTR);
  const int error = errno;
  if (got > 0) buffer_.append(read_.data(), static_cast<size_t>(got));
  if (got > 0) return true;
  if (got < 0 && error == EAGAIN) return false;
  if (buffer_.size() > begin_) return absl::DataLossError("the stream ends inside a frame");
  return gone();
}

absl::StatusOr<std::optional<Frame>> FrameChannel::takeFrame() {
  const size_t have = buffer_.size() - begin_;
  if (have < kHeaderBytes) return std::optional<Frame>();
  const auto* bytes = reinterpret_cast<const unsigned char*>(buffer_.data()) + begin_;
  uint32_t length = 0;
  for (int i = 0; i < 4; ++i) length |= static_cast<uint32_t>(bytes[i]) << (8 * i);
  if (length == 0 || length - 1 > kMaxFrameBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a frame of ", length, " bytes"));
  }
  if (bytes[4] != static_cast<uint8_t>(FrameType::kMessage) &&
      bytes[4] != static_cast<uint8_t>(FrameType::kRecord)) {
    return absl::InvalidArgumentError(absl::StrCat("a frame of type ", static_cast<int>(bytes[4])));
  }
  if (have < 4 + size_t{length}) return std::optional<Frame>();
  Frame frame;
  frame.type = static_cast<FrameType>(bytes[4]);
  frame.payload.assign(buffer_, begin_ + kHeaderBytes, length - 1);
  begin_ += 4 + size_t{length};
  return std::optional<Frame>(std::move(frame));
}

absl::StatusOr<std::optional<Frame>> FrameChannel::receive(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (true) {
    absl::StatusOr<std::optional<Frame>> frame = takeFrame();
    if (!frame.ok() || frame->has_value()) return frame;
    const absl::StatusOr<bool> filled = fill();
    if (!filled.ok()) return filled.status();
    if (*filled) continue;
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return std::optional<Frame>();
    // Rounded up, so that what is left never becomes a loop without a wait.
    const int64_t wait_ms = absl::ToInt64Milliseconds(std::min(left, kLongestWait)) + 1;
    waitFor(fd_, POLLIN, static_cast<int>(wait_ms));
  }
}

}  // namespace geotask
