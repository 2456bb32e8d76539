// SPDX-License-Identifier: GPL-2.0-or-later
#include <condition_variable>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/job_verb.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

// Ends a client's calls after a time, unless it is destroyed before.
class Timeout {
 public:
  Timeout(client::Client& client, std::chrono::seconds time)
      : thread_([this, &client, time] {
          std::unique_lock lock(mutex_);
          if (done_.wait_for(lock, time, [this] { return over_; })) return;
          expired_ = true;
          client.stopCalls();
        }) {}
  ~Timeout() {
    {
      std::lock_guard lock(mutex_);
      over_ = true;
    }
    done_.notify_all();
    thread_.join();
  }
  bool expired() {
    std::lock_guard lock(mutex_);
    return expired_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool over_ = false;     // Guarded by mutex_.
  bool expired_ = false;  // Guarded by mutex_.
  std::thread thread_;    // Last: it uses the others.
};

int run(Session& session, const std::string& name, const std::string& timeout_text) {
  std::unique_ptr<Timeout> timeout;
  if (!timeout_text.empty()) {
    const client::Result<google::protobuf::Duration> time = parseDuration(timeout_text);
    if (!time.ok()) return report(session, time.error());
    timeout = std::make_unique<Timeout>(session.client(), std::chrono::seconds(time->seconds()));
  }
  InterruptScope on_interrupt([&] { session.client().stopCalls(); });
  const client::Result<v1::Job> end =
      session.client().watch(client::watchRequest(name), [](const v1::JobEvent&) { return true; });
  if (interrupted()) return kInterrupted;
  if (!end.ok()) {
    if (timeout == nullptr || !timeout->expired()) return report(session, end.error());
    tell(name + " had not ended after " + timeout_text + "; it goes on.");
    return kUnreachable;
  }
  if (session.json) {
    printJson(*end);
  } else {
    std::cout << endText(*end) << std::endl;
  }
  return exitCodeOf(end->state());
}

}  // namespace

void addWait(CLI::App& app, Session& session) {
  auto timeout = std::make_shared<std::string>();
  CLI::App* verb = addJobVerb(
      app, session, "wait", "Wait until a job has ended",
      [&session, timeout](const std::string& name) { return run(session, name, *timeout); });
  verb->add_option("--timeout", *timeout, "Give up after this time: 90s, 15m, 2h")
      ->type_name("DURATION");
  verb->footer(
      "The exit code says how the job ended: 0 SUCCEEDED, 3 FAILED, 6 CANCELLED; 5 when the time "
      "is up.\n\n"
      "Example:\n  geotask wait jobs/rivers-2024 --timeout 15m && echo done");
}

}  // namespace geotask::cli
