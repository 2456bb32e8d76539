// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/noise.h"

#include <QString>
#include <QtGlobal>
#include <cstdio>

namespace geotask {
namespace {

void tellOfGdal(CPLErr severity, CPLErrorNum number, const char* message) {
  if (isNoise(severity, number)) return;
  CPLDefaultErrorHandler(severity, number, message);
}

// Qt looks for changes of the network, which it cannot see.
void tellOfQt(QtMsgType, const QMessageLogContext&, const QString& message) {
  if (message.contains(QLatin1String("AF_NETLINK"))) return;
  std::fprintf(stderr, "%s\n", qUtf8Printable(message));
}

}  // namespace

// QGIS tries first to open files for writing.
bool isNoise(CPLErr severity, CPLErrorNum number) {
  return severity == CE_Warning && number == CPLE_OpenFailed;
}

void keepNoiseOff() {
  CPLSetErrorHandler(tellOfGdal);
  qInstallMessageHandler(tellOfQt);
}

}  // namespace geotask
