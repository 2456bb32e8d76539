// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/geometry/geometry_message.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

namespace geotask::testing {
namespace {

GeometryTask someTask() {
  GeometryTask task;
  task.kind = GeometryTask::Kind::kBufferValid;
  task.style = {-2.5, 7, CapStyle::kFlat, JoinStyle::kMitre, 1.5, Side::kRight};
  task.tolerance = 0.25;
  task.wkbs = {"one", "", "three"};
  return task;
}

TEST(GeometryMessage, ATaskArrivesAsItWasSent) {
  const auto task = decodeTask(encodeTask(someTask()));
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->kind, GeometryTask::Kind::kBufferValid);
  EXPECT_EQ(task->style.distance, -2.5);
  EXPECT_EQ(task->style.segments, 7);
  EXPECT_EQ(task->style.cap, CapStyle::kFlat);
  EXPECT_EQ(task->style.join, JoinStyle::kMitre);
  EXPECT_EQ(task->style.mitre_limit, 1.5);
  EXPECT_EQ(task->style.side, Side::kRight);
  EXPECT_EQ(task->tolerance, 0.25);
  EXPECT_EQ(task->wkbs, someTask().wkbs);
}

TEST(GeometryMessage, AnAnswerArrivesAsItWasSent) {
  const auto answer =
      decodeAnswer(encodeAnswer({GeometryAnswer::State::kFailed, "bytes", "Topology"}));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->state, GeometryAnswer::State::kFailed);
  EXPECT_EQ(answer->wkb, "bytes");
  EXPECT_EQ(answer->error, "Topology");
}

TEST(GeometryMessage, BytesCutShortDrawnOutOrMadeUpAreRefused) {
  const std::string task = encodeTask(someTask());
  for (size_t size = 0; size < task.size(); ++size) {
    EXPECT_FALSE(decodeTask(task.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(decodeTask(task + "x").ok());
  std::string unknown = task;
  unknown[0] = 99;
  EXPECT_FALSE(decodeTask(unknown).ok());
  EXPECT_FALSE(decodeAnswer(std::string(100, '\xff')).ok());
}

TEST(GeometryMessage, WhatIsLargerThanAFrameGoesInPieces) {
  int sockets[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
  FrameChannel here(sockets[0]);
  FrameChannel there(sockets[1]);
  const auto never = [] { return false; };
  const std::string large(5'000'000, 'x');
  std::thread sender([&] { EXPECT_TRUE(sendBytes(here, large, never).ok()); });
  const auto received = receiveBytes(there, large.size(), never);
  sender.join();
  ASSERT_TRUE(received.ok()) << received.status();
  EXPECT_TRUE(*received == large);
}

TEST(GeometryMessage, MoreThanCanBeIsRefused) {
  int sockets[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
  FrameChannel here(sockets[0]);
  FrameChannel there(sockets[1]);
  const auto never = [] { return false; };
  ASSERT_TRUE(sendBytes(here, "twelve bytes", never).ok());
  EXPECT_FALSE(receiveBytes(there, 11, never).ok());
}

}  // namespace
}  // namespace geotask::testing
