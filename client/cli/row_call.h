// SPDX-License-Identifier: GPL-2.0-or-later
//
// Local rows that go to the server and come back in one call of Features: what comes goes to the output,
// and how far it is to standard error.
//
//     RowCall call(session, input, output, {"buffering", false});
//     const auto summary = call.run([&](const auto& open, const auto& reader) {
//       return session.client().buffer(start, open, reader);
//     });
//     if (!summary.ok()) return call.failed(summary.error());
//     return call.done(*summary);
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "cli/local_input.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "geotask/client.h"
#include "geotask/result.h"

namespace geotask::cli {

class RowCall {
 public:
  struct Options {
    std::string stage;           // What is said to be done with the rows.
    bool rows_multiply = false;  // Results are not counted as the rows are.
  };
  using Make = std::function<client::Result<v1::FeaturesSummary>(
      const client::Client::OpenRows&, const client::Client::StreamReader&)>;

  // All outlive it.
  RowCall(Session& session, LocalInput& input, Output& output, Options options);

  // Makes the call and finishes the output. Ctrl-C ends it: STOPPED.
  client::Result<v1::FeaturesSummary> run(const Make& make);

  // `jobs/ID`; empty before the call was let in.
  const std::string& job() const { return job_; }

  // Tell what became of it and give the exit code. A call that was let in and failed counts as a job
  // that did.
  int failed(const client::Error& error);
  int done(const v1::FeaturesSummary& summary);

 private:
  client::Result<void> take(const v1::Feature& row);
  void show(uint64_t done);

  Session& session_;
  LocalInput& input_;
  Output& output_;
  const bool rows_multiply_;
  ProgressView view_ = standardErrorView();
  Meter meter_;
  std::chrono::steady_clock::time_point shown_;
  uint64_t rows_ = 0;
  std::string job_;
};

}  // namespace geotask::cli
