// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/feature_packer.h"

#include <gtest/gtest.h>

#include <vector>

#include "geotask/piece_joiner.h"

namespace geotask::client {
namespace {

v1::Feature rowOf(int64_t id, size_t bytes) {
  v1::Feature row;
  row.set_id(id);
  row.set_wkb(std::string(bytes, static_cast<char>('a' + id % 26)));
  return row;
}

// Both uploads pack their rows alike.
template <typename Message>
class FeaturePackerTest : public testing::Test {};
using Messages = testing::Types<v1::SubmitJobWithFeaturesRequest, v1::UploadDatasetRequest>;
TYPED_TEST_SUITE(FeaturePackerTest, Messages);

template <typename Message>
struct Packed {
  std::vector<Message> messages;
  std::vector<int64_t> ids;  // Of the rows, put together again.
};

template <typename Message>
Packed<Message> pack(const std::vector<v1::Feature>& rows) {
  Packed<Message> packed;
  FeaturePacker<Message> packer([&](const Message& message) {
    packed.messages.push_back(message);
    return true;
  });
  for (const v1::Feature& row : rows) EXPECT_TRUE(packer.add(row));
  EXPECT_TRUE(packer.flush());
  PieceJoiner joiner;
  for (const auto& message : packed.messages) {
    EXPECT_LE(message.ByteSizeLong(), 1024u * 1024u);
    for (const v1::Feature& row : message.batch().features()) packed.ids.push_back(row.id());
    if (!message.has_piece()) continue;
    const Result<bool> whole = joiner.add(message.piece());
    EXPECT_TRUE(whole.ok());
    if (whole.ok() && *whole) packed.ids.push_back(joiner.take().id());
  }
  EXPECT_FALSE(joiner.midway());
  return packed;
}

TYPED_TEST(FeaturePackerTest, PutsSmallRowsIntoOneBatch) {
  const Packed<TypeParam> packed = pack<TypeParam>({rowOf(1, 10), rowOf(2, 10), rowOf(3, 10)});
  EXPECT_EQ(packed.messages.size(), 1u);
  EXPECT_EQ(packed.ids, (std::vector<int64_t>{1, 2, 3}));
}

TYPED_TEST(FeaturePackerTest, KeepsEveryMessageBelowOneMebibyteAndTheOrder) {
  for (const size_t bytes : {kBatchBytes - 30, kBatchBytes, kPieceBytes - 30, kPieceBytes - 8,
                             kPieceBytes, kPieceBytes + 1, 2 * kPieceBytes, 5 * kPieceBytes + 7}) {
    const Packed<TypeParam> packed =
        pack<TypeParam>({rowOf(1, 10), rowOf(2, bytes), rowOf(3, 10), rowOf(4, bytes)});
    EXPECT_EQ(packed.ids, (std::vector<int64_t>{1, 2, 3, 4})) << bytes;
  }
}

TYPED_TEST(FeaturePackerTest, StopsWhenNoMoreCanBeSent) {
  FeaturePacker<TypeParam> packer([](const TypeParam&) { return false; });
  EXPECT_TRUE(packer.add(rowOf(1, 10)));
  EXPECT_FALSE(packer.add(rowOf(2, 3 * kPieceBytes)));
}

TEST(PieceJoiner, RefusesPiecesOutOfOrder) {
  PieceJoiner joiner;
  v1::FeaturePiece piece;
  piece.set_index(1);
  piece.set_count(2);
  piece.set_data("x");
  const Result<bool> whole = joiner.add(piece);
  ASSERT_FALSE(whole.ok());
  EXPECT_EQ(whole.error().reason, "INVALID_PIECE");
}

TEST(PieceJoiner, RefusesBytesThatAreNoFeature) {
  PieceJoiner joiner;
  v1::FeaturePiece piece;
  piece.set_count(2);
  piece.set_data("\xff\xff");
  ASSERT_TRUE(joiner.add(piece).ok());
  piece.set_index(1);
  EXPECT_FALSE(joiner.add(piece).ok());
}

}  // namespace
}  // namespace geotask::client
