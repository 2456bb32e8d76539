// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/host.h"

#include <qgsapplication.h>
#include <qgsconfig.h>
#include <qgstaskmanager.h>

#include <QDir>
#include <QFile>
#include <QSocketNotifier>
#include <QThreadPool>
#include <QTimer>
#include <clocale>
#include <utility>

namespace geotask {

namespace {

void setDefault(const char* variable, const QByteArray& value) {
  if (!qEnvironmentVariableIsSet(variable)) qputenv(variable, value);
}

}  // namespace

QThreadPool& threadPoolOfTasks() {
#if _QGIS_VERSION_INT >= 33400
  return *QgsApplication::taskManager()->threadPool();
#else
  return *QThreadPool::globalInstance();
#endif
}

QgisHost::QgisHost(int& argc, char** argv, const Options& options) {
  const QString profile = QString::fromStdString(options.profile_dir);
  QDir().mkpath(profile);
  // As XDG_RUNTIME_DIR must be.
  QFile::setPermissions(profile, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  qputenv("QT_QPA_PLATFORM", "offscreen");
  setDefault("XDG_RUNTIME_DIR", profile.toUtf8());
  // A daemon's answers depend on its own machine alone.
  qputenv("PROJ_NETWORK", "OFF");

  // Else it is looked for around this program.
  if (!options.providers.empty()) qputenv("QGIS_PREFIX_PATH", GEOTASK_QGIS_PREFIX);
  qputenv("QGIS_PROVIDER_FILE", options.providers.empty() ? "^$" : options.providers.c_str());

  application_ = std::make_unique<QgsApplication>(argc, argv, false, profile);
  // QCoreApplication takes the user's locale; numbers in texts that GDAL and PROJ read need C's.
  std::setlocale(LC_NUMERIC, "C");
  QgsApplication::init(profile);
  QgsApplication::initQgis();

  QThreadPool& pool = threadPoolOfTasks();
  pool.setMaxThreadCount(static_cast<int>(options.compute_threads));
  // Threads are kept: each holds PROJ and GEOS contexts that are dear to make.
  pool.setExpiryTimeout(-1);
}

QgisHost::~QgisHost() {
  threadPoolOfTasks().waitForDone();
  QgsApplication::exitQgis();
}

int QgisHost::exec() { return QgsApplication::exec(); }

void QgisHost::quit() { QgsApplication::quit(); }

void QgisHost::watchFd(int fd, std::function<void()> work) {
  auto* notifier = new QSocketNotifier(fd, QSocketNotifier::Read, application_.get());
  QObject::connect(notifier, &QSocketNotifier::activated, application_.get(),
                   [work = std::move(work)] { work(); });
}

void QgisHost::every(int milliseconds, std::function<void()> work) {
  auto* timer = new QTimer(application_.get());
  QObject::connect(timer, &QTimer::timeout, application_.get(),
                   [work = std::move(work)] { work(); });
  timer->start(milliseconds);
}

}  // namespace geotask
