// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "domain/feature_set.h"

namespace geotask {
namespace {

Feature row(int64_t id, std::string wkb = "") {
  Feature feature;
  feature.id = id;
  feature.wkb = std::move(wkb);
  return feature;
}

TEST(MemoryFeatureSet, GivesItsRowsInOrderAsOftenAsAsked) {
  const auto set = makeMemoryFeatureSet({}, {row(5), row(3)});
  for (int pass = 0; pass < 2; ++pass) {
    const auto reader = *set->open();
    Feature feature;
    EXPECT_TRUE(*reader->next(feature));
    EXPECT_EQ(feature.id, 5);
    EXPECT_TRUE(*reader->next(feature));
    EXPECT_EQ(feature.id, 3);
    EXPECT_FALSE(*reader->next(feature));
  }
}

TEST(MemoryFeatureSet, AReaderOutlivesTheSet) {
  auto set = makeMemoryFeatureSet({}, {row(7)});
  const auto reader = *set->open();
  set.reset();
  Feature feature;
  EXPECT_TRUE(*reader->next(feature));
  EXPECT_EQ(feature.id, 7);
}

TEST(MemoryFeatureSet, CountsTheBytesOfGeometriesAndTexts) {
  const auto small = makeMemoryFeatureSet({}, {row(1)});
  Feature large = row(1, std::string(10000, 'x'));
  large.attributes = {std::string(5000, 'y'), Binary{std::string(2000, 'z')}};
  const auto big = makeMemoryFeatureSet({}, {large});
  EXPECT_GE(big->memoryBytes(), small->memoryBytes() + 17000);
}

}  // namespace
}  // namespace geotask
