// SPDX-License-Identifier: GPL-2.0-or-later
//
// A result that is the input of another job.
#include "spool/spool_fixture.h"

namespace geotask {
namespace {

class ResultAsInputTest : public SpoolTest {
 protected:
  static FeatureBatch rows(const std::string& names) {
    FeatureBatch rows;
    for (const char name : names) {
      rows.emplace_back();
      rows.back().wkb = std::string(1, name);
    }
    return rows;
  }
  std::shared_ptr<SpooledResult> resultOf(const std::vector<std::string>& chunks) {
    auto result = newResult();
    for (size_t i = chunks.size(); i-- > 0;) {
      EXPECT_TRUE(result->addChunk(i, codec_.encode(rows(chunks[i]))).ok());
    }
    EXPECT_TRUE(result->complete().ok());
    return result;
  }
  // The names of the rows, or the error's reason.
  static std::string read(const FeatureSet& set) {
    const auto reader = set.open();
    if (!reader.ok()) return errorDetail(reader.status()).reason;
    std::string names;
    Feature row;
    for (;;) {
      const auto more = (*reader)->next(row);
      if (!more.ok()) return errorDetail(more.status()).reason;
      if (!*more) return names;
      names += *row.wkb;
    }
  }
};

TEST_F(ResultAsInputTest, ItsRowsComeInTheirOrderAnyNumberOfTimes) {
  const auto set = resultOf({"abc", "", "de"})->featureSet({{}, "Point", "EPSG:4326"});
  EXPECT_EQ(set->schema().crs, "EPSG:4326");
  EXPECT_EQ(set->featureCount(), 5u);
  EXPECT_EQ(set->memoryBytes(), 0u);
  EXPECT_GT(set->diskBytes(), 0u);
  EXPECT_EQ(read(*set), "abcde");
  EXPECT_EQ(read(*set), "abcde");
}

TEST_F(ResultAsInputTest, ItStaysReadableWhenTheResultIsRemovedAndThenGivesTheDiskBack) {
  auto result = resultOf({"abc"});
  auto set = result->featureSet({});
  result->remove();
  EXPECT_EQ(errorDetail(result->read(0).status()).reason, "JOB_DELETED");
  EXPECT_EQ(read(*set), "abc");
  EXPECT_EQ(filesIn("results").size(), 1u);
  set.reset();
  EXPECT_TRUE(filesIn("results").empty());
}

TEST_F(ResultAsInputTest, AResultThatWasRemovedIsNoInput) {
  auto result = resultOf({"abc"});
  result->remove();
  EXPECT_EQ(result->featureSet({}), nullptr);
}

TEST_F(ResultAsInputTest, AnEmptyResultHasNoRows) {
  EXPECT_EQ(read(*resultOf({})->featureSet({})), "");
}

TEST_F(ResultAsInputTest, AResultMayNotGrowBeyondWhatIsKept) {
  auto spool = FileSpool::open(directory_ + "/small", codec_, 100);
  ASSERT_TRUE(spool.ok());
  const auto result = *(*spool)->createResult("job");
  ASSERT_TRUE(result->addChunk(0, codec_.encode(rows("ab"))).ok());
  const absl::Status status = result->addChunk(1, codec_.encode(rows("cdefghij")));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(errorDetail(status).reason, "RESULT_TOO_LARGE");
}

}  // namespace
}  // namespace geotask
