// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/submit.h"

#include <atomic>
#include <memory>

#include "cli/interrupt.h"
#include "cli/local_input.h"
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

Result<v1::Job> upload(Session& session, LocalInput& input, const v1::SubmitJobRequest& request) {
  ProgressView view = standardErrorView();
  // Once all rows are out the server may have made the job: then it is waited for, so that it can
  // be cancelled by its name.
  std::atomic<bool> flowing{true};
  InterruptScope on_interrupt([&] {
    if (flowing) session.client().stopCalls();
  });
  return session.client().submitWithFeatures(request, [&]() -> Result<client::Client::NextRow> {
    input.rewind();
    auto meter = std::make_shared<Meter>();
    meter->stage = "uploading";
    meter->total = input.count();
    return client::Client::NextRow([&, meter](v1::Feature* row) -> Result<bool> {
      const Result<bool> more = input.next(row);
      if (!more.ok()) return more;
      if (!*more) {
        flowing = false;
        return false;
      }
      if (interrupted()) {
        return client::localError(grpc::StatusCode::CANCELLED, "STOPPED",
                                  "The upload was stopped.");
      }
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

Result<v1::Job> submitInput(Session& session, const std::string& text, const std::string& crs,
                            v1::SubmitJobRequest request) {
  const Result<InputSpec> spec = parseInput(text);
  if (!spec.ok()) return spec.error();
  v1::Input* input = request.mutable_spec()->mutable_input();
  if (spec->kind == InputSpec::Kind::kServer) {
    if (!crs.empty()) {
      return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                                "--crs is for local data; the server knows the CRS of its own.",
                                "Leave --crs out.");
    }
    input->set_layer(spec->source);
    return session.client().submit(request);
  }
  Result<std::unique_ptr<LocalInput>> local = LocalInput::open(*spec, crs);
  if (!local.ok()) return local.error();
  *input->mutable_features()->mutable_schema() = (*local)->schema();
  const Result<bool> fits = inlineRows(**local, input->mutable_features());
  if (!fits.ok()) return fits.error();
  if (*fits) return session.client().submit(request);
  return upload(session, **local, request);
}

}  // namespace geotask::cli
