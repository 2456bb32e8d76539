// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/clusters.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <utility>

namespace geotask::testing {
namespace {

using Pairs = std::set<std::pair<size_t, size_t>>;

Pairs found(const std::vector<Envelope>& envelopes) {
  Pairs pairs;
  const bool all = eachMeeting(envelopes, [&](size_t one, size_t other) {
    EXPECT_TRUE(pairs.emplace(std::max(one, other), std::min(one, other)).second) << "told twice";
    return true;
  });
  EXPECT_TRUE(all);
  return pairs;
}

Pairs expected(const std::vector<Envelope>& envelopes) {
  Pairs pairs;
  for (size_t one = 0; one < envelopes.size(); ++one) {
    for (size_t other = 0; other < one; ++other)
      if (envelopes[one].meets(envelopes[other])) pairs.emplace(one, other);
  }
  return pairs;
}

TEST(EachMeeting, FindsEachTwoOnceInFewAndInMany) {
  std::mt19937 random(3);  // NOLINT: the same in every run.
  std::uniform_real_distribution<double> place(0, 100), width(0, 9);
  for (const size_t count : {0, 1, 2, 31, 33, 257, 1500}) {
    std::vector<Envelope> envelopes;
    for (size_t i = 0; i < count; ++i) {
      const double x = place(random), y = place(random);
      envelopes.push_back({x, y, x + width(random), y + width(random)});
    }
    if (count > 40) envelopes[40] = Envelope();  // Of nothing: it meets none.
    EXPECT_EQ(found(envelopes), expected(envelopes)) << count;
  }
}

TEST(EachMeeting, FindsWhatIsAtOnePlace) {
  const std::vector<Envelope> same(100, Envelope{1, 1, 1, 1});
  EXPECT_EQ(found(same).size(), 100U * 99 / 2);
}

TEST(EachMeeting, EndsWhenItIsTold) {
  const std::vector<Envelope> same(100, Envelope{1, 1, 1, 1});
  int told = 0;
  EXPECT_FALSE(eachMeeting(same, [&](size_t, size_t) { return ++told < 7; }));
  EXPECT_EQ(told, 7);
}

TEST(EachMeeting, LooksAtFewOfManyStripesThatAreBesideEachOther) {
  // A sweep along x would have all of them open at once: half an hour.
  std::vector<Envelope> stripes;
  for (int i = 0; i < 1'000'000; ++i) stripes.push_back({0, 2.0 * i, 1e6, 2.0 * i + 1});
  EXPECT_TRUE(found(stripes).empty());
}

TEST(EachMeeting, IsNotMisledByOneThatIsFarAway) {
  std::mt19937 random(5);  // NOLINT: the same in every run.
  std::uniform_real_distribution<double> place(0, 10);
  std::vector<Envelope> points = {{1e9, 1e9, 1e9, 1e9}};
  for (int i = 0; i < 200'000; ++i) {
    const double x = place(random), y = place(random);
    points.push_back({x, y, x + 1e-6, y + 1e-6});
  }
  EXPECT_LT(found(points).size(), 1000U);
}

TEST(EachMeeting, GivesUpWhereLookingTakesTooLong) {
  //  Columns of points that a crowd of long sticks crosses without meeting one.
  std::vector<Envelope> all;
  for (int i = 0; i < 100'000; ++i) {
    const double x = i / 16, y = i % 16;
    all.push_back({x, y, x, y});
    all.push_back({0, y + 0.1 + 1e-7 * i, 1e6, y + 0.1 + 1e-7 * i});
  }
  eachMeeting(all, [](size_t, size_t) { return true; });  // Ends within seconds, either way.
}

TEST(Clusters, HangTogetherThroughOthers) {
  Clusters clusters(6);
  clusters.join(5, 3);
  clusters.join(1, 4);
  clusters.join(3, 1);
  EXPECT_EQ(clusters.of(5), 1U);
  EXPECT_NE(clusters.of(0), clusters.of(1));
  EXPECT_EQ(clusters.members(), (std::vector<std::vector<size_t>>{{0}, {1, 3, 4, 5}, {2}}));
  clusters.joinAll();
  EXPECT_EQ(clusters.members().size(), 1U);
}

}  // namespace
}  // namespace geotask::testing
