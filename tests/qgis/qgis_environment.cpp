// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis_environment.h"

#include <gtest/gtest.h>
#include <qgsapplication.h>
#include <qgsnativealgorithms.h>
#include <qgsprocessingregistry.h>

#include <QTemporaryDir>
#include <memory>

#include "qgis/message_log.h"

namespace geotask::testing {

namespace {

class QgisEnvironment : public ::testing::Environment {
 public:
  void SetUp() override {
    static int argc = 1;
    static char name[] = "test";
    static char* argv[] = {name, nullptr};
    scratch = std::make_unique<QTemporaryDir>();
    host = std::make_unique<QgisHost>(
        argc, argv, QgisHost::Options{scratch->path().toStdString() + "/profile", 2});
    listenToMessages({});
    QgsApplication::processingRegistry()->addProvider(
        new QgsNativeAlgorithms(QgsApplication::processingRegistry()));
  }
  void TearDown() override {
    host.reset();
    scratch.reset();
  }

  std::unique_ptr<QTemporaryDir> scratch;
  std::unique_ptr<QgisHost> host;
};

// Registered before main() runs the tests.
QgisEnvironment* const environment = [] {
  auto* made = new QgisEnvironment;
  ::testing::AddGlobalTestEnvironment(made);
  return made;
}();

}  // namespace

QgisHost& host() { return *environment->host; }

std::string scratchDir() { return environment->scratch->path().toStdString(); }

}  // namespace geotask::testing
