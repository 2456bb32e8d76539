// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/main_thread.h"

#include <QMetaObject>
#include <QObject>
#include <utility>

namespace geotask {

MainThread::MainThread() : home_(std::make_unique<QObject>()) {}

MainThread::~MainThread() = default;

void MainThread::post(std::function<void()> work) {
  QMetaObject::invokeMethod(home_.get(), std::move(work), Qt::QueuedConnection);
}

}  // namespace geotask
