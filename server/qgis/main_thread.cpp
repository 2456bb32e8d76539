// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/main_thread.h"

#include <QMetaObject>
#include <utility>

namespace geotask {

void MainThread::post(std::function<void()> work) {
  QMetaObject::invokeMethod(&home_, std::move(work), Qt::QueuedConnection);
}

}  // namespace geotask
