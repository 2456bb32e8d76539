// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/row_call.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

using client::Result;

// Of a call that was let in and failed, as of a job that did. What is wrong with the rows themselves is
// an error of theirs.
int exitCodeOfCall(const client::Error& error) {
  static const std::set<std::string> kOfRows = {"INVALID_WKB", "INVALID_ATTRIBUTE",
                                                "INCOMPLETE",  "TOO_MANY_VERTICES",
                                                "MEMORY_FULL", "STREAM_IDLE"};
  if (error.reason.empty() || kOfRows.count(error.reason) > 0) return exitCodeOf(error);
  if (error.reason == "CANCELLED_BY_CLIENT" || error.reason == "SHUTDOWN") return kJobCancelled;
  // Errors of this program: the input cannot be read, the output not be written.
  if (error.code == grpc::StatusCode::FAILED_PRECONDITION) return exitCodeOf(error);
  return kJobFailed;
}

void tellWarnings(const v1::FeaturesSummary& summary) {
  constexpr int kMost = 10;
  for (int i = 0; i < summary.warnings_size() && i < kMost; ++i) {
    tell("warning: " + summary.warnings(i));
  }
  if (summary.warning_count() > kMost) {
    tell(countText(summary.warning_count() - kMost) + " more warnings.");
  }
}

}  // namespace

RowCall::RowCall(Session& session, LocalInput& input, Output& output, Options options)
    : session_(session), input_(input), output_(output), rows_multiply_(options.rows_multiply) {
  meter_.stage = std::move(options.stage);
  meter_.total = input.count();
}

Result<v1::FeaturesSummary> RowCall::run(const Make& make) {
  InterruptScope on_interrupt([this] {
    tell("Stopping. Ctrl-C again leaves at once.");
    session_.client().stopCalls();
  });
  if (interrupted()) {
    return client::localError(grpc::StatusCode::CANCELLED, "STOPPED", "The call was stopped.");
  }
  client::Client::StreamReader reader;
  reader.header = [this](const v1::FeaturesHeader& header) {
    job_ = header.job();
    return output_.begin(header.schema());
  };
  reader.row = [this](const v1::Feature& row) { return take(row); };
  reader.progress = [this](const v1::Progress& progress) {
    meter_.rate = progress.features_per_second();
    show(progress.features_done());
    return Result<void>();
  };
  view_.show(meter_);
  const Result<v1::FeaturesSummary> summary = make(
      [this]() -> Result<client::Client::NextRow> {
        input_.rewind();
        return client::Client::NextRow([this](v1::Feature* row) { return input_.next(row); });
      },
      reader);
  view_.clear();
  const Result<void> finished = summary.ok() ? output_.finish() : Result<void>(summary.error());
  if (!finished.ok()) return finished.error();
  return summary;
}

int RowCall::failed(const client::Error& error) {
  output_.discard();
  if (interrupted()) return kInterrupted;
  const int code = report(session_, error);
  return job_.empty() ? code : exitCodeOfCall(error);
}

int RowCall::done(const v1::FeaturesSummary& summary) {
  tellWarnings(summary);
  tellLeftOut(output_);
  tell("Wrote " + rowsText(summary.features_out()) + " to " + output_.name() + ".");
  if (!session_.json) return kOk;
  const Result<v1::Job> job = session_.client().get(job_);
  if (!job.ok()) return report(session_, job.error());
  printJson(*job);
  return kOk;
}

Result<void> RowCall::take(const v1::Feature& row) {
  ++rows_;
  const auto now = std::chrono::steady_clock::now();
  // A line for each row would cost more than the row.
  if (!rows_multiply_ && now - shown_ >= std::chrono::milliseconds(50)) {
    shown_ = now;
    show(rows_);
  }
  return output_.add(row);
}

void RowCall::show(uint64_t done) {
  meter_.done = std::max(meter_.done, done);
  if (meter_.total && *meter_.total > 0) {
    meter_.fraction = static_cast<double>(meter_.done) / static_cast<double>(*meter_.total);
  }
  view_.show(meter_);
}

}  // namespace geotask::cli
