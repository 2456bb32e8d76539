// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/processing_work.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "worker/conversation.h"
#include "worker/job_guard.h"
#include "worker/output_intake.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(50);
constexpr size_t kMaxLogBytes = 4000;
constexpr char kLogTag[] = "processing";

WorkerKind kindFor(const AlgorithmCatalogue& catalogue, const std::string& id) {
  const auto algorithms = catalogue.algorithms();
  if (algorithms) {
    const auto known = std::find_if(algorithms->begin(), algorithms->end(),
                                    [&](const auto& algorithm) { return algorithm.id == id; });
    if (known != algorithms->end() && !known->needs_python) return WorkerKind::kNative;
  }
  return WorkerKind::kPython;
}

Severity severityIn(const Json& message) {
  const double severity = numberIn(message, "severity");
  if (severity == static_cast<int>(Severity::kError)) return Severity::kError;
  if (severity == static_cast<int>(Severity::kWarning)) return Severity::kWarning;
  return Severity::kInfo;
}

// One run, from the first word to the last.
class Run {
 public:
  Run(const WorkerTools& tools, const std::string& job_id, Worker& worker, ChunkContext& context)
      : context_(context),
        worker_(worker),
        guard_(worker, tools.pool->options(), [&context] { return context.cancelled(); }),
        intake_(*tools.spool, *tools.codec, job_id, *worker.folder) {}

  // Whether the worker can go on, whatever became of the job.
  bool workerIsFine() const { return worker_is_fine_; }

  absl::Status run(const WorkerTools& tools, const ProcessingCall& call,
                   const std::vector<CallInput>& inputs) {
    const absl::Status status = converse(tools, call, inputs);
    context_.setUsage(guard_.usage());
    if (!status.ok()) return status;
    for (StoredOutput& output : intake_.take()) context_.addOutput(std::move(output));
    return absl::OkStatus();
  }

 private:
  absl::Status converse(const WorkerTools& tools, const ProcessingCall& call,
                        const std::vector<CallInput>& inputs) {
    const auto stop = [this] { return guard_.stop(); };
    absl::Status said = sendCall(worker_, true, call, inputs, RowsSent::kAll,
                                 tools.pool->options().link_inputs, *tools.codec, stop);
    if (!said.ok()) return guard_.verdict(said);
    context_.setStage(Stage::kProcessing);
    while (true) {
      if (guard_.stop()) return guard_.verdict(absl::CancelledError("cancelled"));
      if (guard_.cancelToTell()) {
        said = worker_.channel->send(FrameType::kMessage, R"({"type":"cancel"})", stop);
        if (!said.ok()) return guard_.verdict(said);
      }
      const absl::StatusOr<std::optional<Frame>> frame = worker_.channel->receive(kPoll);
      if (!frame.ok()) return guard_.verdict(frame.status());
      if (!frame->has_value()) {
        // Its children may hold the socket open when it has died.
        if (worker_.process->ended()) return guard_.verdict(absl::UnavailableError("ended"));
        continue;
      }
      const absl::StatusOr<bool> done = take(**frame);
      if (!done.ok()) return guard_.verdict(done.status());
      if (*done) return end_;
    }
  }

  // Whether that was the end, which is then in `end_`.
  absl::StatusOr<bool> take(const Frame& frame) {
    if (frame.type == FrameType::kRecord) return more(intake_.record(frame.payload));
    const absl::StatusOr<Json> message = readMessage(frame.payload);
    if (!message.ok()) return message.status();
    const std::string type = textIn(*message, "type");
    if (type == "progress") {
      context_.setFraction(std::clamp(numberIn(*message, "fraction"), 0.0, 1.0));
    } else if (type == "log") {
      context_.log(severityIn(*message), kLogTag, textIn(*message, "message", kMaxLogBytes));
    } else if (type == "output") {
      context_.setStage(Stage::kCollecting);
      return more(intake_.output(*message));
    } else if (type == "rows_end") {
      return more(intake_.rowsEnd());
    } else if (type == "done") {
      if (intake_.open()) return absl::InvalidArgumentError("the end among rows");
      end_ = statusFromJson(valueIn(*message, "error"));
      worker_is_fine_ = true;
      return true;
    } else {
      return absl::InvalidArgumentError(absl::StrCat("a message of type '", type, "'"));
    }
    return false;
  }

  static absl::StatusOr<bool> more(const absl::Status& status) {
    if (!status.ok()) return status;
    return false;
  }

  ChunkContext& context_;
  Worker& worker_;
  JobGuard guard_;
  OutputIntake intake_;
  absl::Status end_;
  bool worker_is_fine_ = false;
};

}  // namespace

ProcessingWork::ProcessingWork(const WorkerTools& tools, std::string job_id, std::string principal,
                               ProcessingCall call, std::vector<CallInput> inputs)
    : tools_(tools),
      job_id_(std::move(job_id)),
      principal_(std::move(principal)),
      call_(std::move(call)),
      inputs_(std::move(inputs)) {}

std::optional<uint64_t> ProcessingWork::claim() {
  MutexLock lock(mutex_);
  if (phase_ != Phase::kNew) return std::nullopt;
  phase_ = Phase::kRunning;
  return 0;
}

absl::Status ProcessingWork::run(uint64_t, ChunkContext& context) {
  absl::Status status;
  absl::StatusOr<WorkerLease> lease =
      tools_.pool->acquire(kindFor(*tools_.catalogue, call_.algorithm), principal_,
                           [&context] { return context.cancelled(); });
  if (lease.ok()) {
    context.setStage(Stage::kStaging);
    Run run(tools_, job_id_, **lease, context);
    status = run.run(tools_, call_, inputs_);
    if (run.workerIsFine()) lease->giveBack();
  } else {
    status = lease.status();
  }
  MutexLock lock(mutex_);
  phase_ = Phase::kDone;
  return status;
}

bool ProcessingWork::finished() const {
  MutexLock lock(mutex_);
  return phase_ == Phase::kDone;
}

}  // namespace geotask
