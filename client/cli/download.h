// SPDX-License-Identifier: GPL-2.0-or-later
//
// Download: writes a job's rows to an output while the job is at work and another thread follows it.
//
//     Download download(session, output);
//     download.begin(job.name());
//     follow(session, job.name());
//     Result<uint64_t> rows = download.finish();
#pragma once

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include "cli/output.h"
#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

class Download {
 public:
  // Both outlive it; the output is its own from begin() on.
  Download(Session& session, Output& output) : session_(session), output_(output) {}
  // Stops a download that is under way; what was written is gone then.
  ~Download();

  void begin(const std::string& job);

  // Waits for the last row of a job that has ended, showing how far it is, and returns their number.
  // Ctrl-C ends it: STOPPED.
  client::Result<uint64_t> finish();

 private:
  Session& session_;
  Output& output_;
  std::atomic<uint64_t> rows_{0};
  std::promise<client::Result<uint64_t>> done_;
  std::thread thread_;
};

}  // namespace geotask::cli
