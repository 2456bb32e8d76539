// SPDX-License-Identifier: GPL-2.0-or-later
//
// FileFeed: uploads local files, shows how far it is on standard error, and ends the upload after a
// Ctrl-C.
//
//     FileFeed feed(files);
//     session.client().uploadFiles(header, files, feed.sent());
//
// Used by one upload; complete() may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "cli/progress.h"
#include "geotask/client.h"

namespace geotask::cli {

class FileFeed {
 public:
  explicit FileFeed(const std::vector<client::Client::LocalFile>& files);

  client::Client::BytesSent sent();

  // Whether all bytes are handed over. Before that the server has made nothing.
  bool complete() const { return bytes_ >= total_; }

 private:
  ProgressView view_;
  Meter meter_;
  uint64_t total_ = 0;
  std::atomic<uint64_t> bytes_{0};
};

}  // namespace geotask::cli
