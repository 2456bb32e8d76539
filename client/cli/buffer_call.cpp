// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/buffer_call.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <string>

#include "cli/distance_hint.h"
#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/local_input.h"
#include "cli/progress.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

using client::Result;

v1::BufferStart startOf(const v1::SubmitJobRequest& request, const v1::Schema& schema) {
  v1::BufferStart start;
  *start.mutable_buffer() = request.spec().buffer();
  *start.mutable_schema() = schema;
  *start.mutable_labels() = request.spec().labels();
  start.set_priority(request.spec().priority());
  return start;
}

// A call under way: what it gives goes to the output, and how far it is to standard error.
class BufferCall {
 public:
  BufferCall(Session& session, LocalInput& input, Output& output, bool rows_multiply)
      : session_(session), input_(input), output_(output), rows_multiply_(rows_multiply) {
    meter_.stage = "buffering";
    meter_.total = input.count();
  }

  Result<v1::FeaturesSummary> run(const v1::BufferStart& start) {
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
    const Result<v1::FeaturesSummary> summary = session_.client().buffer(
        start,
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

  // `jobs/ID`; empty before the call was let in.
  const std::string& job() const { return job_; }

 private:
  Result<void> take(const v1::Feature& row) {
    ++rows_;
    const auto now = std::chrono::steady_clock::now();
    // A line for each row would cost more than the row.
    if (!rows_multiply_ && now - shown_ >= std::chrono::milliseconds(50)) {
      shown_ = now;
      show(rows_);
    }
    return output_.add(row);
  }

  void show(uint64_t done) {
    meter_.done = std::max(meter_.done, done);
    if (meter_.total && *meter_.total > 0) {
      meter_.fraction = static_cast<double>(meter_.done) / static_cast<double>(*meter_.total);
    }
    view_.show(meter_);
  }

  Session& session_;
  LocalInput& input_;
  Output& output_;
  const bool rows_multiply_;  // Results are not counted as the rows are.
  ProgressView view_ = standardErrorView();
  Meter meter_;
  std::chrono::steady_clock::time_point shown_;
  uint64_t rows_ = 0;
  std::string job_;
};

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

bool fitsCall(const BufferOptions& options, const InputSpec& input) {
  const JobOptions& job = options.job;
  const bool kept = job.detach || job.keep_running || !job.ttl.empty() || !job.job_id.empty();
  return input.isLocal() && !options.output.file.empty() && !kept && !job.validate_only &&
         !options.dissolve && options.preview.file.empty();
}

std::optional<int> bufferByCall(Session& session, const BufferOptions& options,
                                const v1::SubmitJobRequest& request, const InputSpec& spec,
                                Output& output) {
  const Result<std::unique_ptr<LocalInput>> input = LocalInput::open(spec, options.crs);
  if (!input.ok()) {
    const int code = report(session, input.error());
    return interrupted() ? static_cast<int>(kInterrupted) : code;
  }
  v1::JobSpec hinted = request.spec();
  *hinted.mutable_input()->mutable_features()->mutable_schema() = (*input)->schema();
  const std::string hint = distanceHint(hinted);
  if (!hint.empty()) tell("warning: " + hint);

  BufferCall call(session, **input, output, options.separate_disjoint);
  const Result<v1::FeaturesSummary> summary = call.run(startOf(request, (*input)->schema()));
  if (!summary.ok()) {
    output.discard();
    if (interrupted()) return kInterrupted;
    const bool elsewhere = summary.error().code == grpc::StatusCode::UNIMPLEMENTED ||
                           summary.error().reason == "TOO_MANY_STREAMS";
    if (elsewhere && call.job().empty()) return std::nullopt;
    const int code = report(session, summary.error());
    return call.job().empty() ? code : exitCodeOfCall(summary.error());
  }
  tellWarnings(*summary);
  tellLeftOut(output);
  tell("Wrote " + rowsText(summary->features_out()) + " to " + output.name() + ".");
  if (!session.json) return kOk;
  const Result<v1::Job> job = session.client().get(call.job());
  if (!job.ok()) return report(session, job.error());
  printJson(*job);
  return kOk;
}

}  // namespace geotask::cli
