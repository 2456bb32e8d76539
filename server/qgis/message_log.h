// SPDX-License-Identifier: GPL-2.0-or-later
//
// QGIS's message log, brought to the job that caused the message.
#pragma once

#include <functional>
#include <string>

#include "domain/job_work.h"

namespace geotask {

// While it lives, messages that this thread writes to QgsMessageLog, and errors that GDAL reports
// on it, go to the log of the chunk's job. On a pool thread, around the work on a chunk.
class MessagesToJob {
 public:
  explicit MessagesToJob(ChunkContext& context);
  ~MessagesToJob();
  MessagesToJob(const MessagesToJob&) = delete;
  MessagesToJob& operator=(const MessagesToJob&) = delete;
};

// Where messages go that belong to no job. Called on any thread, several at once.
using MessageSink =
    std::function<void(Severity severity, const std::string& tag, const std::string& message)>;

// Begins to listen, for good. Main thread, once, after QgsApplication is there.
void listenToMessages(MessageSink others);

}  // namespace geotask
