// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_checker.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "worker/conversation.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

struct Answer {
  absl::Status status;
  std::vector<std::string> warnings;
};

absl::Status unavailable(const absl::Status& why) {
  return makeError(absl::StatusCode::kUnavailable,
                   absl::StrCat("the parameters could not be checked: ", why.message()),
                   {"CHECK_UNAVAILABLE", "", "", "",
                    "Try again. If it stays, these parameters cannot be checked by this server.",
                    absl::Seconds(1)});
}

absl::Status ask(Worker& worker, const WorkerDesk& desk, const FeatureCodec& codec,
                 const ProcessingCall& call, const std::vector<CallInput>& inputs, Answer& answer) {
  const absl::Time deadline = absl::Now() + desk.options().check_timeout;
  const auto stop = [&] { return desk.stopping() || absl::Now() >= deadline; };
  const absl::Status sent = sendCall(worker, false, call, inputs, RowsSent::kFirst,
                                     desk.options().link_inputs, codec, stop);
  if (!sent.ok()) return sent;
  while (!stop()) {
    const absl::StatusOr<std::optional<Frame>> frame =
        worker.channel->receive(absl::Milliseconds(50));
    if (!frame.ok()) return frame.status();
    if (!frame->has_value()) continue;
    const absl::StatusOr<Json> message = readMessage((*frame)->payload);
    if (!message.ok()) return message.status();
    if (textIn(*message, "type") != "checked") continue;
    answer.status = statusFromJson(valueIn(*message, "error"));
    answer.warnings = textsIn(*message, "warnings", 2000);
    return absl::OkStatus();
  }
  return absl::DeadlineExceededError("it took too long");
}

}  // namespace

void WorkerChecker::check(const std::string& principal, const ProcessingCall& call,
                          const std::vector<CallInput>& inputs, Done done) {
  auto answer = std::make_shared<Answer>();
  desk_.ask(
      principal,
      [this, call, inputs, answer](Worker& worker) {
        return ask(worker, desk_, codec_, call, inputs, *answer);
      },
      [answer, done = std::move(done)](const absl::Status& asked) {
        if (!asked.ok()) {
          done(unavailable(asked), {});
        } else if (answer->status.ok() || absl::IsInvalidArgument(answer->status)) {
          done(atField("spec.processing", answer->status), std::move(answer->warnings));
        } else {
          done(unavailable(answer->status), {});
        }
      });
}

}  // namespace geotask
