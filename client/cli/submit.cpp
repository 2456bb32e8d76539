// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/submit.h"

#include <atomic>
#include <chrono>
#include <future>
#include <utility>

#include "cli/interrupt.h"
#include "cli/progress.h"

namespace geotask::cli {
namespace {

using client::Result;

// Rows inside a request: a message of 1 MiB less what else it holds.
constexpr size_t kInlineBytes = 700 * 1024;

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

client::Error stopped(const std::string& message, const std::string& remedy = "") {
  return client::localError(grpc::StatusCode::CANCELLED, "STOPPED", message, remedy);
}

// Gives the server time to say which job it has made, then gives up.
void awaitAnswer(Session& session, const std::future<void>& answered) {
  constexpr auto kUnnoticed = std::chrono::milliseconds(500);
  constexpr auto kPatience = std::chrono::seconds(5);
  if (answered.wait_for(kUnnoticed) == std::future_status::ready) return;
  tell("Waiting for the server's answer, to cancel the job. Ctrl-C again leaves at once.");
  if (answered.wait_for(kPatience) != std::future_status::ready) session.client().stopCalls();
}

Result<v1::Job> upload(Session& session, LocalInput& input, const v1::SubmitJobRequest& request,
                       std::atomic<bool>& flowing) {
  ProgressView view = standardErrorView();
  return session.client().submitWithFeatures(request, [&]() -> Result<client::Client::NextRow> {
    flowing = true;
    input.rewind();
    auto meter = std::make_shared<Meter>();
    meter->stage = "uploading";
    meter->total = input.count();
    return client::Client::NextRow([&, meter](v1::Feature* row) -> Result<bool> {
      const Result<bool> more = input.next(row);
      if (!more.ok()) return more;
      // In this order: a Ctrl-C that found rows flowing is seen here, before the upload is
      // complete.
      if (!*more) flowing = false;
      if (interrupted()) {
        flowing = true;
        return stopped("The upload was stopped.");
      }
      if (!*more) return false;
      ++meter->done;
      if (meter->total && *meter->total > 0) {
        meter->fraction = static_cast<double>(meter->done) / static_cast<double>(*meter->total);
      }
      if (meter->done % 256 == 0) view.show(*meter);
      return true;
    });
  });
}

}  // namespace

Result<Submission> prepare(const std::string& text, const std::string& crs,
                           v1::SubmitJobRequest request) {
  const Result<InputSpec> spec = parseInput(text);
  if (!spec.ok()) return spec.error();
  Submission submission;
  submission.request = std::move(request);
  v1::Input* input = submission.request.mutable_spec()->mutable_input();
  if (spec->kind == InputSpec::Kind::kServer) {
    if (!crs.empty()) {
      return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                                "--crs is for local data; the server knows the CRS of its own.",
                                "Leave --crs out.");
    }
    input->set_layer(spec->source);
    return submission;
  }
  Result<std::unique_ptr<LocalInput>> local = LocalInput::open(*spec, crs);
  if (!local.ok()) return local.error();
  *input->mutable_features()->mutable_schema() = (*local)->schema();
  const Result<bool> fits = inlineRows(**local, input->mutable_features());
  if (!fits.ok()) return fits.error();
  if (!*fits) submission.rows = std::move(*local);
  return submission;
}

Result<v1::Job> submit(Session& session, Submission& submission) {
  const v1::SubmitJobRequest& request = submission.request;
  // Until all rows are out the server makes no job, and never for a mere check.
  std::atomic<bool> flowing{submission.rows != nullptr};
  std::promise<void> answer;
  const std::future<void> answered = answer.get_future();
  InterruptScope on_interrupt([&] {
    if (flowing || request.validate_only()) {
      session.client().stopCalls();
    } else {
      awaitAnswer(session, answered);
    }
  });
  Result<v1::Job> job = submission.rows ? upload(session, *submission.rows, request, flowing)
                                        : session.client().submit(request);
  answer.set_value();
  const bool unknown = !job.ok() && job.error().reason == "STOPPED" && !flowing;
  if (!unknown || request.validate_only()) return job;
  return stopped("The server did not answer; it may have made the job.",
                 "Look for it with: geotask jobs");
}

}  // namespace geotask::cli
