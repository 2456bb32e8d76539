// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "spool/spool_fixture.h"

namespace geotask {
namespace {

class FeatureSetFile : public SpoolTest {
 protected:
  FeatureSetFile() {
    spool_ = openSpool();
    Schema schema;
    schema.geometry_type = "Point";
    schema.crs = "EPSG:4326";
    writer_ = *spool_->createFeatureSet(schema);
  }

  static FeatureBatch rows(const std::vector<std::string>& texts) {
    FeatureBatch batch;
    for (const std::string& text : texts) {
      batch.emplace_back();
      batch.back().wkb = text;
    }
    return batch;
  }

  static std::string readRows(FeatureReader& reader) {
    std::string text;
    Feature feature;
    for (;;) {
      const absl::StatusOr<bool> more = reader.next(feature);
      if (!more.ok()) return text + errorDetail(more.status()).reason;
      if (!*more) return text;
      absl::StrAppend(&text, *feature.wkb, " ");
    }
  }

  std::unique_ptr<FeatureSetWriter> writer_;
};

TEST_F(FeatureSetFile, RowsComeBackAsOftenAsTheyAreAskedFor) {
  ASSERT_TRUE(writer_->add(rows({"a", "b", "c"})).ok());
  ASSERT_TRUE(writer_->add({}).ok());
  ASSERT_TRUE(writer_->add(rows({"d"})).ok());
  const auto set = *writer_->finish();
  EXPECT_EQ(set->featureCount(), 4u);
  EXPECT_EQ(set->memoryBytes(), 0u);
  EXPECT_EQ(set->schema().crs, "EPSG:4326");
  for (int time = 0; time < 2; ++time) {
    const auto reader = *set->open();
    EXPECT_EQ(reader->featureCount(), 4u);
    EXPECT_EQ(reader->schema().geometry_type, "Point");
    EXPECT_EQ(readRows(*reader), "a b c d ");
  }
}

TEST_F(FeatureSetFile, ASetWithoutRowsIsASet) {
  const auto set = *writer_->finish();
  EXPECT_EQ(set->featureCount(), 0u);
  EXPECT_EQ(readRows(**set->open()), "");
}

TEST_F(FeatureSetFile, AWriterThatIsDroppedLeavesNothing) {
  ASSERT_TRUE(writer_->add(rows({"a"})).ok());
  EXPECT_EQ(filesIn("inputs").size(), 1u);
  writer_.reset();
  EXPECT_TRUE(filesIn("inputs").empty());
}

TEST_F(FeatureSetFile, TheFileStaysForAReaderAndGoesWithIt) {
  ASSERT_TRUE(writer_->add(rows({"a", "b"})).ok());
  auto set = *writer_->finish();
  writer_.reset();
  auto reader = *set->open();
  set.reset();
  EXPECT_EQ(filesIn("inputs").size(), 1u);
  EXPECT_EQ(readRows(*reader), "a b ");
  reader.reset();
  EXPECT_TRUE(filesIn("inputs").empty());
}

TEST_F(FeatureSetFile, AFileThatWasCutOffIsFound) {
  ASSERT_TRUE(writer_->add(rows({"a", "b", "c"})).ok());
  const auto set = *writer_->finish();
  const std::string path = directory_ + "/inputs/" + filesIn("inputs").front();
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  EXPECT_EQ(readRows(**set->open()), "a b SPOOL_CORRUPT");
}

}  // namespace
}  // namespace geotask
