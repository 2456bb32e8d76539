// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_painter.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "worker/conversation.h"
#include "worker/job_guard.h"
#include "worker/picture_message.h"
#include "worker/protocol.h"
#include "worker/staging.h"

namespace geotask {
namespace {

constexpr int kMaxWaiting = 32;
constexpr absl::Duration kPoll = absl::Milliseconds(50);
const char* const kDrawItYourself = "Fetch the result and draw it, or draw a part: give an extent.";

PoolOptions withoutGrace(PoolOptions options) {
  options.cancel_grace = absl::ZeroDuration();
  return options;
}

// What the end of a worker means for a picture.
absl::Status pictureError(const absl::Status& status, const PoolOptions& options, bool late) {
  ErrorDetail detail = errorDetail(status);
  if (absl::IsCancelled(status) && late) {
    return makeError(
        absl::StatusCode::kResourceExhausted,
        absl::StrCat("drawing took longer than ", absl::FormatDuration(options.picture_timeout)),
        {"RENDER_TIMEOUT", "", "", "", kDrawItYourself});
  }
  if (detail.reason == "MEMORY_LIMIT") {
    detail.remedy = kDrawItYourself;
    return makeError(status.code(), "drawing took more memory than a job may take", detail);
  }
  if (detail.reason == "WORKER_CRASHED") {
    detail.remedy = "Fetch the result: QGIS cannot draw it.";
    return makeError(status.code(), absl::StrCat("the process that drew ended with ", detail.given),
                     detail);
  }
  return status;
}

}  // namespace

struct WorkerPainter::Task {
  PictureSpec spec;
  CallInput input;
  std::function<bool()> gone;
  Done done;
  absl::StatusOr<Picture> picture = absl::CancelledError("the client has gone");
};

WorkerPainter::WorkerPainter(WorkerDesk& desk, const FeatureCodec& codec)
    : desk_(desk), codec_(codec), options_(withoutGrace(desk.options())) {}

void WorkerPainter::draw(const std::string& principal, const PictureSpec& spec,
                         const CallInput& input, std::function<bool()> gone, Done done) {
  if (++waiting_ > kMaxWaiting) {
    --waiting_;
    return done(makeError(absl::StatusCode::kResourceExhausted,
                          absl::StrCat(kMaxWaiting, " pictures wait to be drawn already"),
                          {"TOO_MANY_PICTURES", "", "", "", "Try again later.", absl::Seconds(1)}));
  }
  auto task = std::make_shared<Task>(Task{spec, input, std::move(gone), std::move(done)});
  desk_.ask(
      principal,
      [this, task](Worker& worker) {
        if (task->gone()) return absl::OkStatus();  // While it waited.
        return serve(worker, *task);
      },
      [this, task](const absl::Status& asked) {
        --waiting_;
        // Of a worker that could not be had, or was ended, which `picture` tells the better.
        if (!asked.ok() && absl::IsCancelled(task->picture.status()) && !task->gone()) {
          return task->done(asked);
        }
        task->done(std::move(task->picture));
      });
}

absl::Status WorkerPainter::serve(Worker& worker, Task& task) const {
  const absl::Time deadline = absl::Now() + options_.picture_timeout;
  JobGuard guard(worker, options_,
                 [&] { return task.gone() || desk_.stopping() || absl::Now() >= deadline; });
  const absl::Status status = converse(worker, task, [&] { return guard.stop(); });
  if (status.ok()) return status;
  task.picture = pictureError(guard.verdict(status), options_, absl::Now() >= deadline);
  return task.picture.status();
}

absl::Status WorkerPainter::converse(Worker& worker, Task& task,
                                     const std::function<bool()>& stop) const {
  const absl::StatusOr<std::vector<StagedInput>> staged =
      stageInputs(*worker.folder, {task.input}, options_.link_inputs, stop);
  if (!staged.ok()) return staged.status();
  const Json message = {
      {"type", "draw"}, {"picture", toJson(task.spec)}, {"input", toJson(staged->front())}};
  absl::Status sent = worker.channel->send(FrameType::kMessage, writeMessage(message), stop);
  if (sent.ok() && task.input.rows) {
    sent = sendRows(worker, *task.input.rows, RowsSent::kAll, codec_, stop);
  }
  if (!sent.ok()) return sent;
  std::optional<Json> drawn;
  while (!stop()) {
    absl::StatusOr<std::optional<Frame>> frame = worker.channel->receive(kPoll);
    if (!frame.ok()) return frame.status();
    if (!frame->has_value()) {
      if (worker.process->ended()) return absl::UnavailableError("ended");
      continue;
    }
    if ((*frame)->type == FrameType::kRecord) {
      if (!drawn) return absl::InvalidArgumentError("bytes of no picture");
      absl::StatusOr<Picture> picture = pictureFromJson(*drawn, std::move((*frame)->payload));
      if (!picture.ok()) return picture.status();
      task.picture = std::move(picture);
      return absl::OkStatus();
    }
    const absl::StatusOr<Json> answer = readMessage((*frame)->payload);
    if (!answer.ok()) return answer.status();
    if (textIn(*answer, "type") != "drawn") continue;  // What QGIS says while it draws.
    drawn = valueIn(*answer, "picture");
    if (absl::Status error = statusFromJson(valueIn(*answer, "error")); !error.ok()) {
      task.picture = error;
      return absl::OkStatus();
    }
  }
  return absl::CancelledError("given up");
}

}  // namespace geotask
