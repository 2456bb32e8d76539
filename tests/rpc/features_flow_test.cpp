// SPDX-License-Identifier: GPL-2.0-or-later
//
// What calls of Features hold in memory, keep of themselves, and tell on the way.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "rpc/features_fixture.h"

namespace geotask {
namespace {

// 400 rows of 256 KiB each are 100 MiB; both windows and what gRPC holds are far less.
TEST_F(FeaturesTest, ASlowReaderStopsTheWriter) {
  constexpr int kRows = 400;
  const std::string text(256 << 10, 'x');
  auto call = begin();
  std::atomic<int> sent{0};
  std::thread writer([&] {
    call->stream->Write(start());
    for (int id = 0; id < kRows; ++id) {
      if (!call->stream->Write(batch({row(id, text)}))) return;
      ++sent;
    }
    call->stream->Write(end(kRows));
  });
  // Nothing is read: the writer comes to a standstill.
  int before = -1;
  while (sent != before || before == 0) {
    before = sent;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  EXPECT_LT(sent, kRows / 2);
  const Answer answer = readAll(*call);
  writer.join();
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.rows.size(), static_cast<size_t>(kRows));
}

class QuickProgressTest : public FeaturesTest {
 protected:
  QuickProgressTest() : FeaturesTest({}, {absl::Milliseconds(20), absl::Milliseconds(100)}) {}
};

TEST_F(QuickProgressTest, ProgressIsToldOnTheWayAndQuietCallsAreKeptAlive) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  ASSERT_TRUE(call->stream->Write(batch({row(1), row(2)})));
  uint64_t done = 0;
  int told = 0;
  Response message;
  while (done < 2 || told < 3) {
    ASSERT_TRUE(call->stream->Read(&message));
    if (!message.has_progress()) continue;
    ++told;
    EXPECT_GE(message.progress().features_done(), done);
    done = message.progress().features_done();
    EXPECT_FALSE(message.progress().has_features_total());
  }
  ASSERT_TRUE(call->stream->Write(end(2)));
  EXPECT_TRUE(readAll(*call).status.ok());
}

Limits oneStream() {
  Limits limits;
  limits.max_streams = 1;
  return limits;
}

class OneStreamTest : public FeaturesTest {
 protected:
  OneStreamTest()
      : FeaturesTest(oneStream(), {absl::Seconds(1), absl::Seconds(15), absl::Milliseconds(200)}) {}
};

// What was written before blocks the status of a call that has ended: it keeps its place, but not for ever.
TEST_F(OneStreamTest, ACallWhoseClientDoesNotReadEndsAllTheSame) {
  const std::string text(256 << 10, 'x');
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  std::thread writer([&] {
    for (int id = 0; id < 100; ++id)
      if (!call->stream->Write(batch({row(id, text)}))) return;
  });
  waitFor("a");
  // Nothing is read, so that the server cannot write; then the job is cancelled.
  while (service_.get("local", "a")->progress.features_done < 12)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  ASSERT_TRUE(service_.cancel("local", "a").ok());
  Answer next;
  do {
    Request request = whole({row(1)});
    request.mutable_start()->set_job_id("b");
    next = send({request});
  } while (!next.status.ok() && detail(next.status).reason() == "TOO_MANY_STREAMS");
  EXPECT_TRUE(next.status.ok()) << next.status.error_message();
  writer.join();
  EXPECT_FALSE(readAll(*call).status.ok());
}

TEST_F(FeaturesTest, CallsAreKeptBrieflyAndCrowdOutNoJob) {
  submit(points(1, "job"));
  waitForEnd("job");
  for (int i = 0; i < 120; ++i) {
    Request request = whole({row(1)});
    request.mutable_start()->set_job_id("c" + std::to_string(i));
    ASSERT_TRUE(send({request}).status.ok());
  }
  EXPECT_FALSE(service_.get("local", "c19").ok());
  EXPECT_TRUE(service_.get("local", "c20").ok());
  EXPECT_TRUE(service_.get("local", "c119").ok());
  EXPECT_TRUE(service_.get("local", "job").ok());
}

TEST_F(FeaturesTest, ManyCallsAtOnceEachGetTheirOwn) {
  std::vector<std::thread> clients;
  std::atomic<int> good{0};
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      for (int round = 0; round < 25; ++round) {
        Request request = start("");
        *request.mutable_batch() = batch({row(client, "mine"), row(round, "too")}).batch();
        request.mutable_end()->set_feature_count(2);
        const Answer answer = round % 2 == 0 ? send({request}) : [&] {
          return send({start(""), batch({row(client, "mine"), row(round, "too")}), end(2)});
        }();
        if (answer.status.ok() && answer.rows.size() == 2 && answer.rows[0].id() == client &&
            answer.rows[1].id() == round) {
          ++good;
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(good, 200);
  EXPECT_TRUE(service_.idle());
}

}  // namespace
}  // namespace geotask
