// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/message_log.h"

#include <cpl_error.h>
#include <qgsapplication.h>
#include <qgsmessagelog.h>

#include <utility>

namespace geotask {

namespace {

thread_local ChunkContext* current_job = nullptr;

MessageSink& otherMessages() {
  static MessageSink sink;
  return sink;
}

void deliver(Severity severity, const std::string& tag, const std::string& message) {
  if (current_job != nullptr) {
    current_job->log(severity, tag, message);
  } else if (otherMessages()) {
    otherMessages()(severity, tag, message);
  }
}

Severity severityOf(Qgis::MessageLevel level) {
  switch (level) {
    case Qgis::MessageLevel::Critical:
      return Severity::kError;
    case Qgis::MessageLevel::Warning:
      return Severity::kWarning;
    default:
      return Severity::kInfo;
  }
}

void onGdalError(CPLErr level, CPLErrorNum number, const char* message) {
  if (level == CE_Debug) return;
  // QGIS tries first to open files for writing.
  if (level == CE_Warning && number == CPLE_OpenFailed) return;
  deliver(level == CE_Warning ? Severity::kWarning : Severity::kError, "GDAL", message);
}

}  // namespace

MessagesToJob::MessagesToJob(ChunkContext& context) { current_job = &context; }

MessagesToJob::~MessagesToJob() { current_job = nullptr; }

void listenToMessages(MessageSink others) {
  otherMessages() = std::move(others);
  CPLSetErrorHandler(onGdalError);
  // Direct: the message is delivered on the thread that wrote it, which tells whose it is.
  QObject::connect(
      QgsApplication::messageLog(),
      qOverload<const QString&, const QString&, Qgis::MessageLevel>(
          &QgsMessageLog::messageReceived),
      QgsApplication::messageLog(),
      [](const QString& message, const QString& tag, Qgis::MessageLevel level) {
        deliver(severityOf(level), tag.toStdString(), message.toStdString());
      },
      Qt::DirectConnection);
}

}  // namespace geotask
