// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/submit.h"

#include <utility>

#include "cli/answer_scope.h"
#include "cli/row_feed.h"

namespace geotask::cli {
namespace {

using client::Result;

// Rows inside a request: a message of 1 MiB less what else it holds.
constexpr size_t kInlineBytes = 700 * 1024;
const char* const kPurpose = "to cancel the job";

// Puts the rows into the request; false, and none, when they do not fit.
Result<bool> inlineRows(LocalInput& input, v1::InlineFeatures* features) {
  size_t bytes = features->ByteSizeLong();
  v1::Feature row;
  while (true) {
    const Result<bool> more = input.next(&row);
    if (!more.ok()) return more.error();
    if (!*more) return true;
    bytes += row.ByteSizeLong() + 8;
    if (bytes > kInlineBytes) break;
    *features->add_features() = std::move(row);
  }
  features->clear_features();
  return false;
}

// The job of a call, or what is to be said when it was stopped and may have made one.
Result<v1::Job> answerOf(Result<v1::Job> job, bool is_unknown) {
  if (!is_unknown) return job;
  return client::localError(grpc::StatusCode::CANCELLED, "STOPPED",
                            "The server did not answer; it may have made the job.",
                            "Look for it with: geotask jobs");
}

Result<v1::Job> submitWhole(Session& session, const v1::SubmitJobRequest& request) {
  AnswerScope scope(
      session, [&] { return request.validate_only(); }, kPurpose);
  const Result<v1::Job> job = session.client().submit(request);
  scope.answered();
  return answerOf(job, scope.unknown(job));
}

Result<v1::Job> submitRows(Session& session, const v1::SubmitJobRequest& request,
                           LocalInput& rows) {
  RowFeed feed(rows);
  AnswerScope scope(
      session, [&] { return request.validate_only() || !feed.complete(); }, kPurpose);
  const Result<v1::Job> job = session.client().submitWithFeatures(request, feed.rows());
  scope.answered();
  return answerOf(job, scope.unknown(job));
}

}  // namespace

Result<Submission> prepare(const std::string& text, const std::string& crs,
                           v1::SubmitJobRequest request) {
  const Result<InputSpec> spec = parseInput(text);
  if (!spec.ok()) return spec.error();
  if (!spec->isLocal() && !crs.empty()) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                              "--crs is for local data; the server knows the CRS of its own.",
                              "Leave --crs out.");
  }
  Submission submission;
  submission.request = std::move(request);
  v1::Input* input = submission.request.mutable_spec()->mutable_input();
  switch (spec->kind) {
    case InputSpec::Kind::kLayer:
      input->set_layer(spec->source);
      return submission;
    case InputSpec::Kind::kDataset:
      input->set_dataset(spec->source);
      return submission;
    case InputSpec::Kind::kJob:
      input->set_job(spec->source);
      return submission;
    case InputSpec::Kind::kFile:
    case InputSpec::Kind::kStandardInput:
      break;
  }
  Result<std::unique_ptr<LocalInput>> local = LocalInput::open(*spec, crs);
  if (!local.ok()) return local.error();
  submission.rows = std::move(*local);
  *input->mutable_features()->mutable_schema() = submission.rows->schema();
  const Result<bool> fits = inlineRows(*submission.rows, input->mutable_features());
  if (!fits.ok()) return fits.error();
  submission.rows_inside = *fits;
  return submission;
}

Result<v1::Job> submit(Session& session, Submission& submission) {
  v1::SubmitJobRequest& request = submission.request;
  if (submission.rows == nullptr) return submitWhole(session, request);
  if (submission.rows_inside) {
    const Result<v1::Job> job = submitWhole(session, request);
    // A server may want fewer rows inside requests than a message can hold.
    if (job.ok() || job.error().reason != "INLINE_TOO_LARGE") return job;
    request.mutable_spec()->mutable_input()->mutable_features()->clear_features();
  }
  return submitRows(session, request, *submission.rows);
}

}  // namespace geotask::cli
