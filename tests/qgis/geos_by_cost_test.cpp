// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geos_by_cost.h"

#include <gtest/gtest.h>
#include <qgslinestring.h>
#include <qgsmultilinestring.h>

#include <cmath>
#include <memory>
#include <utility>

#include "star.h"
#include "support/threaded_processes.h"

namespace geotask::testing {
namespace {

// A star with two vertices that change places: its edge crosses itself.
QgsGeometry crossed(QgsGeometry star) {
  const QgsPoint first = star.vertexAt(20);
  const QgsPoint second = star.vertexAt(21);
  star.moveVertex(second, 20);
  star.moveVertex(first, 21);
  return star;
}

// A path of so many vertices, each of its segments a line of its own.
QgsGeometry lines(int vertices) {
  auto all = std::make_unique<QgsMultiLineString>();
  for (int i = 1; i < vertices / 2; ++i) {
    const QVector<double> xs{i - 1.0, static_cast<double>(i)};
    const QVector<double> ys{std::sin(i - 1.0), std::sin(static_cast<double>(i))};
    all->addGeometry(new QgsLineString(xs, ys));
  }
  return QgsGeometry(std::move(all));
}

constexpr int kMany = 80'000;  // Vertices of what takes more than 40 ms.
constexpr int kFew = 200;

const QgsRectangle kRight(0, -2, 3, 2);

class GeosByCostOfStars : public ::testing::Test {
 protected:
  ThreadedProcesses processes_;
  const BufferEngine engine_{&processes_};
  const BufferEngine alone_;
  TreeWatch watch_;
  const GeosByCost geos_{engine_, watch_};
  const GeosByCost here_{alone_, watch_};
};

TEST_F(GeosByCostOfStars, IsDoneInProcessesWhereItTakesLongAndGivesTheSame) {
  const QgsGeometry one = star(0, kMany);
  const QgsGeometry other = star(1, kMany);
  EXPECT_EQ(geos_.intersection(one, kRight)->asWkb(), here_.intersection(one, kRight)->asWkb());
  EXPECT_EQ(geos_.difference(one, other)->asWkb(), here_.difference(one, other)->asWkb());
  EXPECT_EQ(geos_.unite({one, other})->asWkb(), here_.unite({one, other})->asWkb());
  EXPECT_EQ(geos_.makeValid(crossed(one))->asWkb(), here_.makeValid(crossed(one))->asWkb());
  EXPECT_EQ(geos_.fix(crossed(one))->geometry.asWkb(), here_.fix(crossed(one))->geometry.asWkb());
  EXPECT_EQ(geos_.simplify(one, 1e-6)->geometry.asWkb(),
            here_.simplify(one, 1e-6)->geometry.asWkb());
  EXPECT_EQ(geos_.mergeLines(lines(kMany))->geometry.asWkb(), lines(kMany).mergeLines().asWkb());
  EXPECT_TRUE(*geos_.isValid(one));
  EXPECT_FALSE(*geos_.isValid(crossed(one)));
  EXPECT_GE(processes_.submitted, 9);
}

TEST_F(GeosByCostOfStars, MakesHullsInProcessesWhereThatTakesLong) {
  const QgsGeometry one = star(0, 3 * kMany);
  const QgsGeometry hull = geos_.convexHull(one)->geometry;
  EXPECT_EQ(processes_.submitted, 1);
  EXPECT_EQ(hull.asWkb(), one.convexHull().asWkb());
}

TEST_F(GeosByCostOfStars, KeepsZ) {
  QgsGeometry high = star(0, kMany);
  high.get()->addZValue(7);
  const QgsGeometry simple = geos_.simplify(high, 1e-6)->geometry;
  EXPECT_EQ(processes_.submitted, 1);
  EXPECT_TRUE(simple.constGet()->is3D());
  EXPECT_EQ(simple.asWkb(), high.simplify(1e-6).asWkb());
  EXPECT_EQ(geos_.fix(crossed(high))->geometry.asWkb(), here_.fix(crossed(high))->geometry.asWkb());
}

TEST_F(GeosByCostOfStars, LosesMAsQgisDoes) {
  QgsGeometry measured = star(0, kMany);
  measured.get()->addMValue(7);
  EXPECT_EQ(geos_.simplify(measured, 1e-6)->geometry.asWkb(), measured.simplify(1e-6).asWkb());
  measured.get()->addZValue(7);
  EXPECT_EQ(geos_.simplify(measured, 1e-6)->geometry.asWkb(), measured.simplify(1e-6).asWkb());
  EXPECT_EQ(processes_.submitted, 2);
}

TEST_F(GeosByCostOfStars, LeavesWhatHasEmptyMembersToQgis) {
  auto lines = std::make_unique<QgsMultiLineString>();
  lines->addGeometry(star(0, kMany).constGet()->boundary());
  lines->addGeometry(new QgsLineString());
  lines->addGeometry(star(9, kFew).constGet()->boundary());
  const QgsGeometry all(std::move(lines));
  EXPECT_EQ(geos_.fix(all)->geometry.asWkb(), here_.fix(all)->geometry.asWkb());
  EXPECT_EQ(geos_.mergeLines(all)->geometry.asWkb(), here_.mergeLines(all)->geometry.asWkb());
  EXPECT_EQ(processes_.submitted, 0);
}

TEST_F(GeosByCostOfStars, IsQgissCallOnThisThreadWhereItIsShort) {
  const QgsGeometry one = star(0, kFew);
  const QgsGeometry other = star(1, kFew);
  EXPECT_EQ(geos_.intersection(one, kRight)->asWkb(),
            one.intersection(QgsGeometry::fromRect(kRight)).asWkb());
  EXPECT_EQ(geos_.difference(one, other)->asWkb(), one.difference(other).asWkb());
  EXPECT_EQ(geos_.unite({one, other})->asWkb(), QgsGeometry::unaryUnion({one, other}).asWkb());
  EXPECT_EQ(geos_.makeValid(crossed(one))->asWkb(), crossed(one).makeValid().asWkb());
  EXPECT_EQ(geos_.simplify(one, 0.01)->geometry.asWkb(), one.simplify(0.01).asWkb());
  EXPECT_EQ(geos_.convexHull(one)->geometry.asWkb(), one.convexHull().asWkb());
  EXPECT_EQ(geos_.mergeLines(lines(kFew))->geometry.asWkb(), lines(kFew).mergeLines().asWkb());
  EXPECT_TRUE(*geos_.isValid(one));
  EXPECT_FALSE(*geos_.isValid(crossed(one)));
  EXPECT_EQ(processes_.submitted, 0);
}

TEST_F(GeosByCostOfStars, UnitesThePolygonsOfOneMultipolygonToo) {
  for (const int vertices : {kFew, kMany}) {
    const QgsGeometry both = QgsGeometry::collectGeometry({star(0, vertices), star(1, vertices)});
    const QgsGeometry united = *geos_.unite({both});
    EXPECT_TRUE(united.isGeosValid());
    EXPECT_LT(united.area(), both.area() - 1);
  }
}

TEST_F(GeosByCostOfStars, OfNothingIsNothing) {
  EXPECT_TRUE(geos_.makeValid({})->isNull());
  EXPECT_TRUE(geos_.fix({})->geometry.isNull());
  EXPECT_TRUE(geos_.simplify({}, 1)->geometry.isNull());
  EXPECT_TRUE(geos_.convexHull({})->geometry.isNull());
  EXPECT_TRUE(geos_.mergeLines({})->geometry.isNull());
  EXPECT_TRUE(geos_.intersection({}, kRight)->isNull());
  EXPECT_TRUE(geos_.difference(star(0, kFew), {})->isNull());
  EXPECT_TRUE(geos_.unite({star(0, kFew), {}})->isNull());
  EXPECT_FALSE(geos_.unite({})->isNull());
  EXPECT_TRUE(geos_.unite({})->isEmpty());
}

TEST_F(GeosByCostOfStars, EndsWhenItIsCancelled) {
  watch_.cancelled = [] { return true; };
  const QgsGeometry one = star(0, kMany);
  EXPECT_TRUE(absl::IsCancelled(geos_.isValid(one).status()));
  EXPECT_TRUE(absl::IsCancelled(geos_.difference(one, star(1, kMany)).status()));
  EXPECT_TRUE(absl::IsCancelled(geos_.simplify(one, 1e-6).status()));
  EXPECT_TRUE(absl::IsCancelled(geos_.unite({one, star(1, kMany)}).status()));
}

class FailingProcesses : public GeometryProcesses {
 public:
  unsigned count() const override { return 1; }
  void submit(GeometryTask, std::function<bool()>, Done done) override {
    done(GeometryAnswer{GeometryAnswer::State::kFailed, {}, "TopologyException: side"});
  }
};

TEST(GeosByCostWithoutLuck, SaysWhyGeosGaveUp) {
  FailingProcesses processes;
  const BufferEngine engine(&processes);
  const TreeWatch watch;
  const auto made = GeosByCost(engine, watch).simplify(star(0, kMany), 1);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->geometry.isNull());
  EXPECT_EQ(made->error, "TopologyException: side");
}

class LostProcesses : public GeometryProcesses {
 public:
  unsigned count() const override { return 1; }
  void submit(GeometryTask, std::function<bool()>, Done done) override {
    done(absl::InternalError("signal SIGSEGV"));
  }
};

TEST(GeosByCostWithoutLuck, SaysWhatBecameOfTheProcess) {
  LostProcesses processes;
  const BufferEngine engine(&processes);
  const TreeWatch watch;
  const GeosByCost geos(engine, watch);
  EXPECT_EQ(geos.isValid(star(0, kMany)).status().message(), "signal SIGSEGV");
  EXPECT_EQ(geos.intersection(star(0, kMany), kRight).status().message(), "signal SIGSEGV");
}

}  // namespace
}  // namespace geotask::testing
