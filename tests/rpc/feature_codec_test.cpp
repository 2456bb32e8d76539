// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/feature_codec.h"

#include <gtest/gtest.h>

#include "geotask/v1/jobs.pb.h"

namespace geotask {
namespace {

Feature row(int64_t id, size_t wkb_size = 21) { return {id, std::string(wkb_size, 'w'), {}}; }

FeatureBatch decodeAll(const std::vector<EncodedRecord>& records) {
  const auto decoder = ProtoFeatureCodec().decoder();
  FeatureBatch rows;
  for (const EncodedRecord& record : records) {
    const size_t before = rows.size();
    EXPECT_TRUE(decoder->decode(record.bytes, rows).ok());
    EXPECT_EQ(rows.size() - before, record.features);
  }
  return rows;
}

TEST(FeatureCodec, EveryValueComesBackAsItWas) {
  const FeatureBatch rows = {{-7,
                              std::string("\0\1", 2),
                              {std::monostate(), true, int64_t{-5}, 2.5, std::string("text"),
                               Binary{std::string(1, '\0')}}},
                             {8, std::nullopt, {}},
                             {9, std::string(), {std::string(), false, int64_t{0}, 0.0}}};
  const FeatureBatch back = decodeAll(ProtoFeatureCodec().encode(rows));
  ASSERT_EQ(back.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(back[i].id, rows[i].id);
    EXPECT_EQ(back[i].wkb, rows[i].wkb);
    EXPECT_EQ(back[i].attributes, rows[i].attributes);
  }
}

TEST(FeatureCodec, NoRowsAreNoRecords) { EXPECT_TRUE(ProtoFeatureCodec().encode({}).empty()); }

TEST(FeatureCodec, BatchesAreFilledToHalfAMebibyte) {
  FeatureBatch rows;
  for (int64_t i = 0; i < 1000; ++i) rows.push_back(row(i, 2000));
  const auto records = ProtoFeatureCodec().encode(rows);
  EXPECT_EQ(records.size(), 4u);
  for (const EncodedRecord& record : records) EXPECT_LE(record.bytes.size(), 524288u);
  const FeatureBatch back = decodeAll(records);
  ASSERT_EQ(back.size(), 1000u);
  for (int64_t i = 0; i < 1000; ++i) EXPECT_EQ(back[i].id, i);
}

// Sizes around every limit: alone in a batch, and cut into 2, 3 and more pieces.
class RowSize : public testing::TestWithParam<size_t> {};

TEST_P(RowSize, NoRecordIsLargerThanAMessage) {
  const auto records = ProtoFeatureCodec().encode({row(1), row(2, GetParam()), row(3)});
  for (const EncodedRecord& record : records) EXPECT_LE(record.bytes.size(), 1048576u - 64);
  const FeatureBatch back = decodeAll(records);
  ASSERT_EQ(back.size(), 3u);
  EXPECT_EQ(back[1].wkb->size(), GetParam());
  EXPECT_EQ(back[2].id, 3);
}

INSTANTIATE_TEST_SUITE_P(Sizes, RowSize,
                         testing::Values(0, 524200, 524288, 524400, 1047400, 1047500, 1047552,
                                         1047600, 1048576, 1843200, 1843150, 1843300, 5 << 20));

TEST(FeatureCodec, ARowThatIsTooLargeIsCutIntoPieces) {
  const auto records = ProtoFeatureCodec().encode({row(1, 2000000)});
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].features, 0u);
  EXPECT_EQ(records[2].features, 1u);
  v1::ReadFeaturesResponse message;
  ASSERT_TRUE(message.ParseFromString(records[1].bytes));
  EXPECT_EQ(message.piece().index(), 1);
  EXPECT_EQ(message.piece().count(), 3);
}

TEST(FeatureCodec, ARecordReadsAsOneMessageWithWhatIsPutBeforeIt) {
  v1::ReadFeaturesResponse front;
  front.set_attempt(2);
  front.set_first_ordinal(40);
  v1::ReadFeaturesResponse message;
  ASSERT_TRUE(message.ParseFromString(front.SerializeAsString() +
                                      ProtoFeatureCodec().encode({row(1)})[0].bytes));
  EXPECT_EQ(message.attempt(), 2);
  EXPECT_EQ(message.first_ordinal(), 40);
  EXPECT_EQ(message.batch().features_size(), 1);
}

TEST(FeatureCodec, DamagedRecordsAreErrors) {
  FeatureBatch rows;
  EXPECT_FALSE(ProtoFeatureCodec().decoder()->decode("\xff\xff", rows).ok());
  const auto pieces = ProtoFeatureCodec().encode({row(1, 2000000)});
  EXPECT_FALSE(ProtoFeatureCodec().decoder()->decode(pieces[1].bytes, rows).ok());
  EXPECT_TRUE(rows.empty());
}

}  // namespace
}  // namespace geotask
