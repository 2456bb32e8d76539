// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/noise.h"

#include <QString>
#include <QtGlobal>
#include <cstdio>

namespace geotask {
namespace {

// Qt looks for changes of the network, which it cannot see.
void tellOfQt(QtMsgType, const QMessageLogContext&, const QString& message) {
  if (message.contains(QLatin1String("AF_NETLINK"))) return;
  std::fprintf(stderr, "%s\n", qUtf8Printable(message));
}

}  // namespace

void keepNoiseOff() { qInstallMessageHandler(tellOfQt); }

}  // namespace geotask
