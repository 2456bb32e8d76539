// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/call_feedback.h"

#include <algorithm>

namespace geotask {

CallFeedback::CallFeedback() : QgsProcessingFeedback(false) {
  connect(this, &QgsFeedback::progressChanged, this, [this](double percent) {
    if (listener_ != nullptr) listener_->onProgress(std::clamp(percent / 100, 0.0, 1.0));
  });
}

// QGIS's own log is kept as well: some algorithms give it out.

void CallFeedback::setProgressText(const QString& text) {
  QgsProcessingFeedback::setProgressText(text);
  log(Severity::kInfo, text);
}

void CallFeedback::reportError(const QString& error, bool fatal) {
  QgsProcessingFeedback::reportError(error, fatal);
  last_error_ = error.toStdString();
  log(Severity::kError, error);
}

void CallFeedback::pushWarning(const QString& warning) {
  QgsProcessingFeedback::pushWarning(warning);
  log(Severity::kWarning, warning);
}

void CallFeedback::pushInfo(const QString& info) {
  QgsProcessingFeedback::pushInfo(info);
  log(Severity::kInfo, info);
}

void CallFeedback::pushCommandInfo(const QString& info) {
  QgsProcessingFeedback::pushCommandInfo(info);
  log(Severity::kInfo, info);
}

void CallFeedback::pushDebugInfo(const QString& info) {
  QgsProcessingFeedback::pushDebugInfo(info);
  log(Severity::kInfo, info);
}

void CallFeedback::pushConsoleInfo(const QString& info) {
  QgsProcessingFeedback::pushConsoleInfo(info);
  log(Severity::kInfo, info);
}

#if _QGIS_VERSION_INT >= 33600
void CallFeedback::pushFormattedMessage(const QString& html, const QString& text) {
  QgsProcessingFeedback::pushFormattedMessage(html, text);
  log(Severity::kInfo, text);
}
#endif

void CallFeedback::log(Severity severity, const QString& message) {
  if (listener_ != nullptr) listener_->onLog(severity, message.toStdString());
}

}  // namespace geotask
