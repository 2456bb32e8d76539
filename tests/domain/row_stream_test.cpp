// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/row_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace geotask {
namespace {

Feature row(int64_t id, size_t bytes = 100) { return {id, std::string(bytes, 'x'), {}}; }

FeatureBatch rows(int64_t first, int64_t count, size_t bytes = 100) {
  FeatureBatch batch;
  for (int64_t id = first; id < first + count; ++id) batch.push_back(row(id, bytes));
  return batch;
}

EncodedRecord record(const std::string& text) { return {text, 1}; }

double cheap(const Feature&) { return 1; }
double dear(const Feature&) { return 1e6; }  // A chunk of its own.

// Takes what there is and gives for each row its id as text.
void copyChunk(RowStream& stream, double (*cost)(const Feature&) = cheap) {
  const StreamChunk chunk = stream.take(cost);
  if (chunk.rows.empty()) return;
  std::vector<EncodedRecord> results;
  for (const Feature& each : chunk.rows) results.push_back(record(std::to_string(each.id)));
  stream.give(chunk.number, std::move(results));
}

std::string nextText(RowStream& stream) {
  const auto next = stream.next();
  return next ? next->bytes : "none";
}

TEST(RowStream, ResultsComeInTheOrderOfTheRowsWhateverChunkIsDoneFirst) {
  RowStream stream{Schema()};
  stream.put(rows(1, 2));
  ASSERT_TRUE(stream.claim());
  ASSERT_TRUE(stream.claim());
  const StreamChunk first = stream.take(dear);
  const StreamChunk second = stream.take(dear);
  EXPECT_EQ(first.rows.front().id, 1);
  EXPECT_EQ(second.rows.front().id, 2);

  stream.give(second.number, {record("two")});
  EXPECT_EQ(nextText(stream), "none");
  stream.give(first.number, {record("one")});
  EXPECT_EQ(nextText(stream), "one");
  EXPECT_EQ(nextText(stream), "two");
  EXPECT_EQ(nextText(stream), "none");
}

// A short stream is for all threads, a long one for chunks that are worth their turn, and all threads end
// together: a chunk is an eighth of what was taken, or of what is left, and 2 to 40 milliseconds of work.
TEST(RowStream, ChunksGrowWithTheStreamAndShrinkTowardsItsEnd) {
  RowStream stream{Schema()};
  const auto take = [&] {
    EXPECT_TRUE(stream.claim());
    return stream.take([](const Feature&) { return 100.0; }).rows.size();
  };
  stream.put(rows(0, 8000));
  size_t taken = take();
  EXPECT_EQ(taken, 20u);
  size_t largest = 0;
  while (taken < 4000) {
    const size_t next = take();
    EXPECT_LE(next, std::max<size_t>(20, taken / 8 + 1));
    largest = std::max(largest, next);
    taken += next;
  }
  EXPECT_EQ(largest, 400u);
  stream.end();
  size_t last = 0;
  while (taken < 8000) {
    last = take();
    EXPECT_LE(last, std::max<size_t>(20, (8000 - taken) / 8 + 1));
    taken += last;
  }
  EXPECT_LE(last, 20u);
}

TEST(RowStream, NoMoreRowsAreWantedWhileTheWindowIsFull) {
  RowStream stream{Schema(), {1000, 1000}};
  std::atomic<int> news{0};
  stream.follow([&] { ++news; });
  stream.put(rows(0, 3, 200));
  EXPECT_TRUE(stream.hasRoom());
  stream.put(rows(3, 3, 200));
  EXPECT_FALSE(stream.hasRoom());
  EXPECT_EQ(news, 0);

  ASSERT_TRUE(stream.claim());
  EXPECT_EQ(stream.take(dear).rows.size(), 1u);
  ASSERT_TRUE(stream.claim());
  EXPECT_EQ(stream.take(cheap).rows.size(), 5u);
  EXPECT_TRUE(stream.hasRoom());
  EXPECT_EQ(news, 1);  // That there is room again; once.
}

TEST(RowStream, NoRowsAreGivenOutWhileTooManyResultsWait) {
  RowStream stream{Schema(), {1 << 20, 1000}};
  std::atomic<int> roused{0};
  stream.attach([&] { ++roused; });
  stream.put(rows(0, 10));
  ASSERT_TRUE(stream.claim());
  const StreamChunk chunk = stream.take(dear);
  stream.give(chunk.number, {record(std::string(600, 'a')), record(std::string(600, 'b'))});
  EXPECT_FALSE(stream.claim());
  EXPECT_TRUE(stream.asleep());
  EXPECT_EQ(roused, 0);

  stream.next();
  EXPECT_EQ(roused, 1);
  EXPECT_FALSE(stream.asleep());
  EXPECT_TRUE(stream.claim());
}

// A chunk whose turn to go has not come counts too: the one before it may take for ever.
// 16 calls whose rows grew sixteenfold once held 53 MB each.
TEST(RowStream, NoMoreIsWorkedOnThanFindsRoomOnceItIsDone) {
  RowStream stream{Schema(), {1'000'000, 1'000'000, 10'000}};
  stream.put(rows(1, 100, 1000));
  int in_work = 0;
  for (; stream.claim(); ++in_work) EXPECT_EQ(stream.take(dear).rows.size(), 1U);
  EXPECT_LE(in_work, 10);
  stream.give(0, {record("one")});
  EXPECT_TRUE(stream.claim());
}

TEST(RowStream, AChunkIsSmallerWhereResultsAreLargerThanRows) {
  RowStream stream{Schema(), {size_t{128} << 20, size_t{128} << 20}};
  stream.put(rows(1, 1000, 50'000));
  ASSERT_TRUE(stream.claim());
  const StreamChunk before = stream.take([](const Feature&) { return 1.0; });
  EXPECT_GT(before.rows.size(), 80U) << "4 MiB of rows";
  stream.give(before.number, {record(std::string(before.rows.size() * 800'000, 'x'))});
  ASSERT_TRUE(stream.claim());
  EXPECT_LE(stream.take([](const Feature&) { return 1.0; }).rows.size(), 6U) << "4 MiB of results";
}

TEST(RowStream, ResultsThatWaitForAnEarlierChunkFillTheWindowToo) {
  RowStream stream{Schema(), {1 << 20, 1000}};
  stream.put(rows(0, 10));
  ASSERT_TRUE(stream.claim());
  ASSERT_TRUE(stream.claim());
  const StreamChunk slow = stream.take(dear);
  const StreamChunk quick = stream.take(dear);
  stream.give(quick.number, {record(std::string(2000, 'a'))});
  EXPECT_FALSE(stream.claim());
  stream.give(slow.number, {});
  stream.next();
  EXPECT_TRUE(stream.claim());
}

TEST(RowStream, SleepingWorkIsRousedByRowsAndByTheEnd) {
  RowStream stream{Schema()};
  std::atomic<int> roused{0};
  stream.attach([&] { ++roused; });
  EXPECT_FALSE(stream.claim());
  EXPECT_TRUE(stream.asleep());
  stream.put(rows(0, 1));
  EXPECT_EQ(roused, 1);
  stream.put(rows(1, 1));  // It is awake.
  EXPECT_EQ(roused, 1);

  ASSERT_TRUE(stream.claim());
  copyChunk(stream);
  EXPECT_TRUE(stream.asleep());
  nextText(stream);
  nextText(stream);
  EXPECT_FALSE(stream.done());
  stream.end();
  EXPECT_EQ(roused, 2);
  EXPECT_TRUE(stream.done());
  EXPECT_FALSE(stream.asleep());
}

TEST(RowStream, IsNotDoneBeforeTheLastResultIsTaken) {
  RowStream stream{Schema()};
  stream.put(rows(7, 1));
  stream.end();
  ASSERT_TRUE(stream.claim());
  copyChunk(stream);
  EXPECT_FALSE(stream.done());
  EXPECT_EQ(nextText(stream), "7");
  EXPECT_TRUE(stream.done());
  EXPECT_EQ(stream.rowsIn(), 1u);
  EXPECT_EQ(stream.rowsOut(), 1u);
}

TEST(RowStream, AThreadMoreIsAskedForOnlyWhereThereIsWorkForIt) {
  RowStream stream{Schema()};
  stream.put(rows(0, 100));
  ASSERT_TRUE(stream.claim());
  EXPECT_EQ(stream.take(cheap).rows.size(), 100u);
  stream.put(rows(100, 50));
  EXPECT_TRUE(stream.claim());
  // The one claim will take them all.
  EXPECT_FALSE(stream.claim());
  std::atomic<int> roused{0};
  stream.attach([&] { ++roused; });
  // It does not: then another is called.
  EXPECT_EQ(stream.take(dear).rows.size(), 1u);
  EXPECT_EQ(roused, 1);
  EXPECT_TRUE(stream.claim());
}

TEST(RowStream, WhatWaitsGoesWithTheCall) {
  RowStream stream{Schema()};
  std::atomic<int> news{0};
  stream.follow([&] { ++news; });
  stream.put(rows(0, 10));
  ASSERT_TRUE(stream.claim());
  const StreamChunk chunk = stream.take(dear);
  stream.leave();
  EXPECT_FALSE(stream.claim());
  stream.give(chunk.number, {record("late")});
  EXPECT_EQ(nextText(stream), "none");
  stream.jobEnded(absl::CancelledError("gone"));
  EXPECT_EQ(news, 0);
}

TEST(RowStream, TheCostOfAllIsKnownOnlyOfAStreamThatCameWhole) {
  RowStream stream{Schema()};
  stream.put(rows(0, 3));
  EXPECT_FALSE(stream.costOfAll(10, cheap));
  stream.end();
  EXPECT_EQ(stream.costOfAll(10, cheap), 3.0);
  EXPECT_FALSE(stream.costOfAll(2, cheap));
}

TEST(RowStream, KeepsTheFirstTwentyWarningsAndCountsAll) {
  RowStream stream{Schema()};
  for (int i = 0; i < 30; ++i) stream.warn("warning " + std::to_string(i));
  EXPECT_EQ(stream.warningCount(), 30u);
  ASSERT_EQ(stream.warnings().size(), 20u);
  EXPECT_EQ(stream.warnings().back(), "warning 19");
}

// Four threads work as a pool would, woken by `rouse`, while one brings rows and takes results.
TEST(RowStream, TenThousandRowsPassThroughFourThreadsInOrder) {
  RowStream stream{Schema(), {5000, 5000}};
  std::atomic<bool> over{false};
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i) {
    pool.emplace_back([&] {
      while (!over) {
        if (stream.claim()) {
          copyChunk(stream, [](const Feature&) { return 5000.0; });
        } else {
          std::this_thread::yield();
        }
      }
    });
  }
  int64_t sent = 0;
  int64_t due = 0;
  while (due < 10'000) {
    while (sent < 10'000 && stream.hasRoom()) stream.put(rows(sent++, 1));
    if (sent == 10'000) stream.end();
    while (const auto next = stream.next()) ASSERT_EQ(next->bytes, std::to_string(due++));
  }
  over = true;
  for (std::thread& thread : pool) thread.join();
  EXPECT_TRUE(stream.done());
}

TEST(RowStream, RowsAreReckonedAsTheyArePutAndNotWhileOthersWait) {
  RowStream stream{Schema()};
  stream.put(rows(1, 2));
  int reckoned = 0;
  stream.reckonBy([&](const Feature&) {
    stream.hasRoom();  // It holds no lock.
    ++reckoned;
    return 1.0;
  });
  stream.put(rows(3, 2));
  EXPECT_EQ(reckoned, 2);
  int late = 0;
  ASSERT_TRUE(stream.claim());
  const StreamChunk chunk = stream.take([&](const Feature&) {
    ++late;
    return 1.0;
  });
  EXPECT_EQ(chunk.rows.size(), 4u);
  EXPECT_EQ(late, 2);  // Those that came before.
  EXPECT_EQ(reckoned, 2);
}

}  // namespace
}  // namespace geotask
