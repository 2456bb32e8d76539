// SPDX-License-Identifier: GPL-2.0-or-later
//
// What an algorithm says while it runs.
#pragma once

#include <qgsconfig.h>
#include <qgsprocessingfeedback.h>

#include <string>

#include "qgis/processing/algorithm_call.h"

namespace geotask {

// Made on the thread that runs the algorithm; cancel() is for any thread.
class CallFeedback : public QgsProcessingFeedback {
 public:
  CallFeedback();
  // From now on; null: nobody.
  void setListener(CallListener* listener) { listener_ = listener; }
  // The last error that was reported: why an algorithm did not even begin.
  const std::string& lastError() const { return last_error_; }

  void setProgressText(const QString& text) override;
  void reportError(const QString& error, bool fatal) override;
  void pushWarning(const QString& warning) override;
  void pushInfo(const QString& info) override;
  void pushCommandInfo(const QString& info) override;
  void pushDebugInfo(const QString& info) override;
  void pushConsoleInfo(const QString& info) override;
#if _QGIS_VERSION_INT >= 33600
  void pushFormattedMessage(const QString& html, const QString& text) override;
#endif

 private:
  void log(Severity severity, const QString& message);

  CallListener* listener_ = nullptr;
  std::string last_error_;
};

}  // namespace geotask
