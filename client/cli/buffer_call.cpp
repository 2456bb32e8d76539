// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/buffer_call.h"

#include <memory>
#include <string>

#include "cli/distance_hint.h"
#include "cli/interrupt.h"
#include "cli/local_input.h"
#include "cli/row_call.h"

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

  const v1::BufferStart start = startOf(request, (*input)->schema());
  RowCall call(session, **input, output, {"buffering", options.separate_disjoint});
  const Result<v1::FeaturesSummary> summary = call.run([&](const auto& open, const auto& reader) {
    return session.client().buffer(start, open, reader);
  });
  if (summary.ok()) return call.done(*summary);
  const bool elsewhere = summary.error().code == grpc::StatusCode::UNIMPLEMENTED ||
                         summary.error().reason == "TOO_MANY_STREAMS";
  if (elsewhere && call.job().empty() && !interrupted()) {
    output.discard();
    return std::nullopt;
  }
  return call.failed(summary.error());
}

}  // namespace geotask::cli
