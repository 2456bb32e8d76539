// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/frames.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace geotask {
namespace {

bool never() { return false; }

// A channel and the bare socket at its other end.
struct Ends {
  Ends() {
    int sockets[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
    channel = std::make_unique<FrameChannel>(sockets[0]);
    peer = sockets[1];
  }
  ~Ends() { ::close(peer); }
  void write(const std::string& bytes) {
    ASSERT_EQ(::write(peer, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void hangUp() { ::shutdown(peer, SHUT_RDWR); }

  std::unique_ptr<FrameChannel> channel;
  int peer;
};

absl::StatusOr<std::optional<Frame>> take(Ends& ends) {
  return ends.channel->receive(absl::Milliseconds(10));
}

TEST(Frames, AFrameMayComeByteByByte) {
  Ends ends;
  for (const char byte : std::string("\x03\0\0\0\x01{}", 7)) {
    ASSERT_EQ(*take(ends), std::nullopt);
    ends.write(std::string(1, byte));
  }
  const auto frame = take(ends);
  ASSERT_TRUE(frame.ok() && frame->has_value());
  EXPECT_EQ((*frame)->type, FrameType::kMessage);
  EXPECT_EQ((*frame)->payload, "{}");
}

TEST(Frames, LargeFramesArriveWholeAndInOrder) {
  Ends ends;
  FrameChannel other(::dup(ends.peer));
  const std::string large(size_t{5} << 20, 'x');
  std::thread sender([&] {
    EXPECT_TRUE(other.send(FrameType::kRecord, large, never).ok());
    EXPECT_TRUE(other.send(FrameType::kMessage, "", never).ok());
  });
  const auto first = ends.channel->receive(absl::InfiniteDuration());
  const auto second = ends.channel->receive(absl::InfiniteDuration());
  sender.join();
  EXPECT_EQ((*first)->payload, large);
  EXPECT_EQ((*second)->payload, "");
}

TEST(Frames, TheEndOfTheStreamIsUnavailable) {
  Ends ends;
  ends.hangUp();
  EXPECT_TRUE(absl::IsUnavailable(take(ends).status()));
}

TEST(Frames, TheEndWithinAFrameIsDataLoss) {
  Ends ends;
  ends.write(std::string("\x09\0\0\0\x01{", 6));
  ends.hangUp();
  EXPECT_TRUE(absl::IsDataLoss(take(ends).status()));
}

TEST(Frames, AFrameLargerThanAllowedIsRefusedAtItsHeader) {
  Ends ends;
  ends.write(std::string("\xff\xff\xff\xff\x01", 5));
  EXPECT_TRUE(absl::IsInvalidArgument(take(ends).status()));
}

TEST(Frames, AnEmptyFrameAndAnUnknownTypeAreRefused) {
  Ends empty;
  empty.write(std::string("\0\0\0\0\x01", 5));
  EXPECT_TRUE(absl::IsInvalidArgument(take(empty).status()));
  Ends unknown;
  unknown.write(std::string("\x01\0\0\0\x07", 5));
  EXPECT_TRUE(absl::IsInvalidArgument(take(unknown).status()));
}

TEST(Frames, ASenderWhoseOtherSideDoesNotReadCanBeStopped) {
  Ends ends;
  int asked = 0;
  const absl::Status sent = ends.channel->send(
      FrameType::kRecord, std::string(size_t{8} << 20, 'x'), [&] { return ++asked > 3; });
  EXPECT_TRUE(absl::IsCancelled(sent)) << sent;
}

}  // namespace
}  // namespace geotask
