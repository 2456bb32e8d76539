// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/message_values.h"

#include <gtest/gtest.h>

#include "geotask/v1/transform.pb.h"

namespace geotask::cli {
namespace {

using T = v1::Transform;

std::string refusal(const std::string& text, const std::vector<std::string>& places,
                    google::protobuf::Message&& message) {
  const client::Result<void> set = setMembers(text, places, message);
  EXPECT_FALSE(set.ok());
  return set.ok() ? "" : set.error().message + " " + set.error().remedy;
}

TEST(MessageValues, PlacesComeFirstAndThenNames) {
  T::Smooth smooth;
  ASSERT_TRUE(setMembers("3,offset=0.3,max_angle=90", {"iterations"}, smooth).ok());
  EXPECT_EQ(smooth.iterations(), 3);
  EXPECT_EQ(smooth.offset(), 0.3);
  EXPECT_EQ(smooth.max_angle(), 90);
}

TEST(MessageValues, APlaceMayLieInAMessage) {
  T::Rotate rotate;
  ASSERT_TRUE(setMembers("-30,1.5,2", {"angle", "anchor.x", "anchor.y"}, rotate).ok());
  EXPECT_EQ(rotate.angle(), -30);
  EXPECT_EQ(rotate.anchor().x(), 1.5);
  EXPECT_EQ(rotate.anchor().y(), 2);
}

TEST(MessageValues, EnumsAreNamedInShort) {
  T::Simplify simplify;
  ASSERT_TRUE(setMembers("5,method=snap_to_grid", {"tolerance"}, simplify).ok());
  EXPECT_EQ(simplify.method(), T::Simplify::METHOD_SNAP_TO_GRID);
  EXPECT_EQ(refusal("5,method=fast", {"tolerance"}, T::Simplify()),
            "method=fast is not known. Give one of: distance, snap_to_grid, area.");
}

TEST(MessageValues, FlagsAreTrueOrFalse) {
  T::RemoveDuplicateVertices duplicates;
  ASSERT_TRUE(setMembers("0,use_z=true", {"tolerance"}, duplicates).ok());
  EXPECT_TRUE(duplicates.has_tolerance());
  EXPECT_TRUE(duplicates.use_z());
  EXPECT_NE(refusal("use_z=yes", {}, T::RemoveDuplicateVertices()).find("true or false"),
            std::string::npos);
}

TEST(MessageValues, MistakesAreExplained) {
  EXPECT_EQ(refusal("wide", {"tolerance"}, T::Simplify()),
            "'wide' for tolerance is not a number. Give a number.");
  EXPECT_EQ(refusal("2.5", {"iterations"}, T::Smooth()),
            "'2.5' for iterations is not a whole number. Give a number without a fraction.");
  EXPECT_EQ(refusal("1,2", {"tolerance"}, T::Simplify()),
            "'1,2' has too many values. Give at most 1, then KEY=VALUE for: method, tolerance.");
  EXPECT_EQ(refusal("1,width=2", {"tolerance"}, T::Simplify()),
            "There is no width to set. Set one of: method, tolerance.");
  EXPECT_EQ(refusal("method=area,1", {"tolerance"}, T::Simplify()),
            "'1' follows a KEY=VALUE. Give it before, or as KEY=VALUE.");
  EXPECT_EQ(refusal("anchor=1", {}, T::Rotate()),
            "There is no anchor to set. Set one of: angle, anchor.x, anchor.y.");
}

}  // namespace
}  // namespace geotask::cli
