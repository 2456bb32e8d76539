// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/overlay.h"

#include <gtest/gtest.h>
#include <qgslinestring.h>
#include <qgspolygon.h>

#include <atomic>
#include <cmath>
#include <memory>
#include <utility>

#include "support/threaded_processes.h"

namespace geotask::testing {
namespace {

class CountingProcesses : public ThreadedProcesses {
 public:
  void submit(GeometryTask task, std::function<bool()> cancelled, Done done) override {
    ++submitted;
    ThreadedProcesses::submit(std::move(task), std::move(cancelled), std::move(done));
  }
  std::atomic<int> submitted{0};
};

// A star of 30 points about (x, 0) whose edge swings between 0.9 and 1.1.
QgsGeometry star(double x, int vertices) {
  QVector<double> xs;
  QVector<double> ys;
  for (int i = 0; i <= vertices; ++i) {
    const double angle = 2 * M_PI * (i % vertices) / vertices;
    const double reach = 1 + 0.1 * std::sin(30 * angle);
    xs.append(x + reach * std::cos(angle));
    ys.append(reach * std::sin(angle));
  }
  auto polygon = std::make_unique<QgsPolygon>();
  polygon->setExteriorRing(new QgsLineString(xs, ys));
  return QgsGeometry(std::move(polygon));
}

// The same with two vertices that change places: its edge crosses itself.
QgsGeometry crossed(QgsGeometry star) {
  const QgsPoint first = star.vertexAt(20);
  const QgsPoint second = star.vertexAt(21);
  star.moveVertex(second, 20);
  star.moveVertex(first, 21);
  return star;
}

constexpr int kMany = 80'000;  // Vertices of what takes more than 40 ms.
constexpr int kFew = 200;

const QgsRectangle kRight(0, -2, 3, 2);

class OverlayOfStars : public ::testing::Test {
 protected:
  CountingProcesses processes_;
  const BufferEngine engine_{&processes_};
  const BufferEngine alone_;
  TreeWatch watch_;
  const Overlay overlay_{engine_, watch_};
  const Overlay here_{alone_, watch_};
};

TEST_F(OverlayOfStars, IsDoneInProcessesWhereItTakesLongAndGivesTheSame) {
  const QgsGeometry one = star(0, kMany);
  const QgsGeometry other = star(1, kMany);
  EXPECT_EQ(overlay_.intersection(one, kRight)->asWkb(), here_.intersection(one, kRight)->asWkb());
  EXPECT_EQ(overlay_.difference(one, other)->asWkb(), here_.difference(one, other)->asWkb());
  EXPECT_EQ(overlay_.unite({one, other})->asWkb(), here_.unite({one, other})->asWkb());
  EXPECT_EQ(overlay_.makeValid(crossed(one))->asWkb(), here_.makeValid(crossed(one))->asWkb());
  EXPECT_TRUE(*overlay_.isValid(one));
  EXPECT_FALSE(*overlay_.isValid(crossed(one)));
  EXPECT_GE(processes_.submitted, 6);
}

TEST_F(OverlayOfStars, IsQgissCallOnThisThreadWhereItIsShort) {
  const QgsGeometry one = star(0, kFew);
  const QgsGeometry other = star(1, kFew);
  EXPECT_EQ(overlay_.intersection(one, kRight)->asWkb(),
            one.intersection(QgsGeometry::fromRect(kRight)).asWkb());
  EXPECT_EQ(overlay_.difference(one, other)->asWkb(), one.difference(other).asWkb());
  EXPECT_EQ(overlay_.unite({one, other})->asWkb(), QgsGeometry::unaryUnion({one, other}).asWkb());
  EXPECT_EQ(overlay_.makeValid(crossed(one))->asWkb(), crossed(one).makeValid().asWkb());
  EXPECT_TRUE(*overlay_.isValid(one));
  EXPECT_FALSE(*overlay_.isValid(crossed(one)));
  EXPECT_EQ(processes_.submitted, 0);
}

TEST_F(OverlayOfStars, UnitesThePolygonsOfOneMultipolygonToo) {
  for (const int vertices : {kFew, kMany}) {
    const QgsGeometry both = QgsGeometry::collectGeometry({star(0, vertices), star(1, vertices)});
    const QgsGeometry united = *overlay_.unite({both});
    EXPECT_TRUE(united.isGeosValid());
    EXPECT_LT(united.area(), both.area() - 1);
  }
}

TEST_F(OverlayOfStars, OfNothingIsNothing) {
  EXPECT_TRUE(overlay_.makeValid({})->isNull());
  EXPECT_TRUE(overlay_.intersection({}, kRight)->isNull());
  EXPECT_TRUE(overlay_.difference(star(0, kFew), {})->isNull());
  EXPECT_TRUE(overlay_.unite({star(0, kFew), {}})->isNull());
  EXPECT_FALSE(overlay_.unite({})->isNull());
  EXPECT_TRUE(overlay_.unite({})->isEmpty());
}

TEST_F(OverlayOfStars, EndsWhenItIsCancelled) {
  watch_.cancelled = [] { return true; };
  const QgsGeometry one = star(0, kMany);
  EXPECT_TRUE(absl::IsCancelled(overlay_.isValid(one).status()));
  EXPECT_TRUE(absl::IsCancelled(overlay_.difference(one, star(1, kMany)).status()));
  EXPECT_TRUE(absl::IsCancelled(overlay_.unite({one, star(1, kMany)}).status()));
}

class LostProcesses : public GeometryProcesses {
 public:
  unsigned count() const override { return 1; }
  void submit(GeometryTask, std::function<bool()>, Done done) override {
    done(absl::InternalError("signal SIGSEGV"));
  }
};

TEST(OverlayWithoutLuck, SaysWhatBecameOfTheProcess) {
  LostProcesses processes;
  const BufferEngine engine(&processes);
  const TreeWatch watch;
  const Overlay overlay(engine, watch);
  EXPECT_EQ(overlay.isValid(star(0, kMany)).status().message(), "signal SIGSEGV");
  EXPECT_EQ(overlay.intersection(star(0, kMany), kRight).status().message(), "signal SIGSEGV");
}

}  // namespace
}  // namespace geotask::testing
