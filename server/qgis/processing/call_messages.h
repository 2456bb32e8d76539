// SPDX-License-Identifier: GPL-2.0-or-later
//
// What QGIS's message log and GDAL report while an algorithm runs: QGIS often goes on with fewer rows or
// without pixels and says so nowhere else.
//
//     listenToMessages(tellCall);            // Once: see qgis/message_log.h.
//     const CallMessages messages(&listener);   // Until the end of the scope.
#pragma once

#include "qgis/message_log.h"
#include "qgis/processing/algorithm_call.h"

namespace geotask {

// One at a time. `listener` is told on the thread that reports; null: nobody is told.
class CallMessages {
 public:
  explicit CallMessages(CallListener* listener);
  ~CallMessages();
  CallMessages(const CallMessages&) = delete;
  CallMessages& operator=(const CallMessages&) = delete;
};

// Tells the call that is under way; without one it goes to standard error. Any thread.
void tellCall(Severity severity, const std::string& tag, const std::string& message);

}  // namespace geotask
