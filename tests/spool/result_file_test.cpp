// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "spool/spool_fixture.h"

namespace geotask {
namespace {

using ResultFile = SpoolTest;

TEST_F(ResultFile, ChunksAreReadInTheirOrderWhateverOrderTheyCameIn) {
  const auto result = newResult();
  const auto reader = *result->read(0);

  ASSERT_TRUE(result->addChunk(2, {{"e", 1}}).ok());
  ASSERT_TRUE(result->addChunk(1, {}).ok());
  EXPECT_EQ(readAll(*reader), "");
  EXPECT_EQ(result->featureCount(), 1u);

  ASSERT_TRUE(result->addChunk(0, {{"ab", 2}, {"cd", 2}}).ok());
  EXPECT_EQ(readAll(*reader), "0:ab 2:cd 4:e");

  ASSERT_TRUE(result->addChunk(3, {{"f", 1}}).ok());
  ASSERT_TRUE(result->complete().ok());
  EXPECT_EQ(readAll(*reader), "5:f");
  EXPECT_EQ(result->featureCount(), 6u);
  EXPECT_EQ(result->byteCount(), 6u);
}

TEST_F(ResultFile, AReadBeginsWithTheRecordThatHoldsTheRow) {
  const auto result = newResult();
  // Row 3 is too large for one record: it comes in the pieces x, y and z.
  ASSERT_TRUE(result->addChunk(0, {{"ab", 2}, {"c", 1}}).ok());
  ASSERT_TRUE(result->addChunk(1, {{"x", 0}, {"y", 0}, {"z", 1}, {"ef", 2}}).ok());
  ASSERT_TRUE(result->addChunk(2, {}).ok());
  ASSERT_TRUE(result->addChunk(3, {{"g", 1}}).ok());
  ASSERT_TRUE(result->complete().ok());

  EXPECT_EQ(readFrom(*result, 0), "0:ab 2:c 3:x 3:y 3:z 4:ef 6:g");
  EXPECT_EQ(readFrom(*result, 1), "0:ab 2:c 3:x 3:y 3:z 4:ef 6:g");
  EXPECT_EQ(readFrom(*result, 2), "2:c 3:x 3:y 3:z 4:ef 6:g");
  EXPECT_EQ(readFrom(*result, 3), "3:x 3:y 3:z 4:ef 6:g");
  EXPECT_EQ(readFrom(*result, 4), "4:ef 6:g");
  EXPECT_EQ(readFrom(*result, 5), "4:ef 6:g");
  EXPECT_EQ(readFrom(*result, 6), "6:g");
  EXPECT_EQ(readFrom(*result, 7), "");
  EXPECT_EQ(readFrom(*result, 8), "ORDINAL_OUT_OF_RANGE");
}

TEST_F(ResultFile, AReaderWaitsForARowThatIsNotThereYet) {
  const auto result = newResult();
  const auto second_row = *result->read(1);
  const auto tenth_row = *result->read(9);
  ASSERT_TRUE(result->addChunk(0, {{"a", 1}}).ok());
  EXPECT_EQ(readAll(*second_row), "");
  ASSERT_TRUE(result->addChunk(1, {{"b", 1}}).ok());
  ASSERT_TRUE(result->complete().ok());
  EXPECT_EQ(readAll(*second_row), "1:b");
  EXPECT_EQ(readAll(*tenth_row), "ORDINAL_OUT_OF_RANGE");
}

TEST_F(ResultFile, ThreadsWriteWhileAnotherReads) {
  constexpr int kThreads = 4;
  constexpr uint64_t kChunks = 400;
  const auto result = newResult();
  const auto reader = *result->read(0);
  // Thread t writes the chunks t, t + 4, …, from the last to the first, so most come out of order.
  std::atomic<int> failures{0};
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([&, t] {
      for (uint64_t i = kChunks / kThreads; i-- > 0;) {
        const uint64_t chunk = i * kThreads + static_cast<uint64_t>(t);
        const std::string bytes = absl::StrCat("chunk ", chunk, std::string(chunk % 7 * 100, '.'));
        if (!result->addChunk(chunk, {{bytes, 3}}).ok()) ++failures;
      }
    });
  }
  uint64_t read = 0;
  while (read < kChunks && failures == 0) {
    const absl::StatusOr<std::optional<SpoolRecord>> record = reader->next();
    ASSERT_TRUE(record.ok()) << record.status();
    if (!record->has_value()) {
      std::this_thread::yield();
      continue;
    }
    EXPECT_EQ((*record)->first_ordinal, read * 3);
    EXPECT_EQ((*record)->bytes, absl::StrCat("chunk ", read, std::string(read % 7 * 100, '.')));
    ++read;
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failures, 0);
  EXPECT_TRUE(result->complete().ok());
  EXPECT_EQ(result->featureCount(), 3 * kChunks);
}

TEST_F(ResultFile, AnEmptyResultIsAResult) {
  const auto result = newResult();
  ASSERT_TRUE(result->complete().ok());
  EXPECT_EQ(readFrom(*result, 0), "");
  EXPECT_EQ(readFrom(*result, 1), "ORDINAL_OUT_OF_RANGE");
}

TEST_F(ResultFile, AChunkThatIsMissingOrComesTwiceIsAnError) {
  const auto result = newResult();
  ASSERT_TRUE(result->addChunk(1, {{"b", 1}}).ok());
  EXPECT_EQ(errorDetail(result->complete()).reason, "SPOOL_FAILED");
  EXPECT_EQ(errorDetail(result->addChunk(1, {{"b", 1}})).reason, "SPOOL_FAILED");
}

TEST_F(ResultFile, AReaderGoesOnWhenTheResultIsRemoved) {
  auto result = newResult();
  ASSERT_TRUE(result->addChunk(0, {{"a", 1}, {"b", 1}}).ok());
  const auto reader = *result->read(0);
  ASSERT_TRUE(reader->next().ok());

  result->remove();
  EXPECT_TRUE(filesIn("results").empty());
  EXPECT_EQ(readFrom(*result, 0), "JOB_DELETED");
  EXPECT_EQ(errorDetail(result->addChunk(1, {})).reason, "JOB_DELETED");
  EXPECT_EQ(errorDetail(result->complete()).reason, "JOB_DELETED");
  EXPECT_EQ(result->featureCount(), 2u);

  result.reset();
  EXPECT_EQ(readAll(*reader), "1:b");
}

TEST_F(ResultFile, TheFileGoesWithTheLastReference) {
  auto result = newResult("a-1");
  EXPECT_EQ(filesIn("results"), std::vector<std::string>{"a-1.0"});
  result.reset();
  EXPECT_TRUE(filesIn("results").empty());
}

TEST_F(ResultFile, NoDescriptorStaysOpenBetweenCalls) {
  const auto open = [] {
    const std::filesystem::directory_iterator entries("/proc/self/fd");
    return std::distance(begin(entries), end(entries));
  };
  newResult("warm-up");
  const auto before = open();
  std::vector<std::shared_ptr<SpooledResult>> results;
  for (int i = 0; i < 50; ++i) {
    results.push_back(newResult(absl::StrCat("job-", i)));
    ASSERT_TRUE(results.back()->addChunk(0, {{"a", 1}}).ok());
  }
  EXPECT_EQ(open(), before);
}

// A record lies in the file as 24 bytes of header and "hello".
class DamagedResultFile : public SpoolTest {
 protected:
  DamagedResultFile() : result_(newResult()) {
    EXPECT_TRUE(result_->addChunk(0, {{"hello", 1}, {"world", 1}}).ok());
    EXPECT_TRUE(result_->complete().ok());
  }

  void overwrite(std::streamoff offset, char byte) {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset);
    file.put(byte);
    EXPECT_TRUE(file.good());
  }
  std::string path() const { return directory_ + "/results/job.0"; }

  const std::shared_ptr<SpooledResult> result_;
};

TEST_F(DamagedResultFile, AFlippedByteIsFound) {
  overwrite(24 + 1, 'a');  // "hallo"
  EXPECT_EQ(readFrom(*result_, 0), "SPOOL_CORRUPT");
  EXPECT_EQ(readFrom(*result_, 1), "1:world");
}

TEST_F(DamagedResultFile, AChangedHeaderIsFound) {
  overwrite(12, 7);  // The number of rows.
  EXPECT_EQ(readFrom(*result_, 0), "SPOOL_CORRUPT");
  EXPECT_EQ(readFrom(*result_, 1), "SPOOL_CORRUPT");
}

TEST_F(DamagedResultFile, AFileThatWasCutOffIsFound) {
  std::filesystem::resize_file(path(), 2 * (24 + 5) - 1);
  EXPECT_EQ(readFrom(*result_, 0), "0:helloSPOOL_CORRUPT");
}

TEST_F(DamagedResultFile, TheMessageNamesNoPath) {
  overwrite(24, 'j');
  const auto reader = *result_->read(0);
  const absl::Status status = reader->next().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(std::string(status.message()).find('/'), std::string::npos) << status;
}

}  // namespace
}  // namespace geotask
