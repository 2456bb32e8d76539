// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "worker/description_json.h"
#include "worker/protocol.h"

namespace geotask {

struct WorkerCatalogue::State : std::enable_shared_from_this<State> {
  State(WorkerDesk& the_desk, Options the_options)
      : desk(the_desk), options(std::move(the_options)) {}

  void ask(absl::Duration delay) {
    desk.ask(
        "", [self = shared_from_this()](Worker& worker) { return self->describe(worker); },
        [self = shared_from_this()](const absl::Status& status) { self->asked(status); }, delay);
  }

  absl::Status describe(Worker& worker) {
    const absl::Time deadline = absl::Now() + desk.options().start_timeout;
    const auto stop = [&] { return desk.stopping() || absl::Now() >= deadline; };
    const absl::Status sent =
        worker.channel->send(FrameType::kMessage, R"({"type":"describe"})", stop);
    if (!sent.ok()) return sent;
    while (!stop()) {
      const absl::StatusOr<std::optional<Frame>> frame =
          worker.channel->receive(absl::Milliseconds(50));
      if (!frame.ok()) return frame.status();
      if (!frame->has_value()) continue;
      const absl::StatusOr<Json> message = readMessage((*frame)->payload);
      if (!message.ok()) return message.status();
      if (textIn(*message, "type") != "algorithms") continue;
      return keep(algorithmsFromJson(listIn(*message, "algorithms")));
    }
    return absl::DeadlineExceededError("a worker did not tell its algorithms");
  }

  absl::Status keep(std::vector<AlgorithmDescription> found) {
    if (found.empty()) return absl::InternalError("a worker has no algorithms");
    for (AlgorithmDescription& algorithm : found) {
      if (options.policy) algorithm.denied = options.policy(algorithm);
    }
    const size_t count = found.size();
    {
      MutexLock lock(mutex);
      algorithms = std::make_shared<const std::vector<AlgorithmDescription>>(std::move(found));
    }
    if (options.ready) options.ready(count);
    return absl::OkStatus();
  }

  void asked(const absl::Status& status) {
    if (status.ok() || desk.stopping()) return;
    delay = std::min(delay * 2, absl::Seconds(30));
    ask(delay);
  }

  WorkerDesk& desk;
  const Options options;
  absl::Duration delay = absl::Milliseconds(250);  // The desk's thread.
  mutable Mutex mutex;
  std::shared_ptr<const std::vector<AlgorithmDescription>> algorithms GEOTASK_GUARDED_BY(mutex);
};

WorkerCatalogue::WorkerCatalogue(WorkerDesk& desk, Options options)
    : state_(std::make_shared<State>(desk, std::move(options))) {
  state_->ask(absl::ZeroDuration());
}

WorkerCatalogue::~WorkerCatalogue() = default;

std::shared_ptr<const std::vector<AlgorithmDescription>> WorkerCatalogue::algorithms() const {
  MutexLock lock(state_->mutex);
  return state_->algorithms;
}

}  // namespace geotask
