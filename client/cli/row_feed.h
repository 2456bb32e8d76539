// SPDX-License-Identifier: GPL-2.0-or-later
//
// RowFeed: gives local rows to an upload, shows how far it is on standard error, and ends it after
// a Ctrl-C.
//
//     RowFeed feed(input);
//     session.client().uploadDataset(header, feed.rows());
//
// Used by one upload; complete() may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include "cli/local_input.h"
#include "cli/progress.h"
#include "geotask/client.h"

namespace geotask::cli {

class RowFeed {
 public:
  // `input` outlives the feed.
  explicit RowFeed(LocalInput& input) : input_(input), view_(standardErrorView()) {}

  // Begins with the first row each time it is opened. The feed outlives the upload.
  client::Client::OpenRows rows();

  // Whether all rows are handed over. Before that the server has made nothing.
  bool complete() const { return complete_; }

 private:
  client::Result<bool> next(v1::Feature* row);
  void show();

  LocalInput& input_;
  ProgressView view_;
  Meter meter_;
  size_t unshown_rows_ = 0;
  size_t unshown_bytes_ = 0;
  std::atomic<bool> complete_{false};
};

}  // namespace geotask::cli
