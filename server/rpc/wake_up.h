// SPDX-License-Identifier: GPL-2.0-or-later
//
// Calls a stream's function on one of gRPC's threads: at once when there is news, or after a while.
// So those who have news (a job's pool threads) never wait for a stream, and the function is never
// called by two threads at a time. A thread of gRPC that has nothing else to do calls it right there.
//
//     wake_up_ = WakeUp::create([this] { advance(); });
//     wake_up_->now();                        // From anywhere. Calls before it ran count as one.
//     wake_up_->here();                       // From a reaction of the stream.
//     wake_up_->after(absl::Seconds(15));     // Unless it is called before.
//     wake_up_->end();                        // Then `this` may go.
#pragma once

#include <grpcpp/alarm.h>

#include <functional>
#include <memory>
#include <optional>

#include "absl/time/time.h"
#include "domain/mutex.h"
#include "rpc/timer.h"

namespace geotask {

// Any thread.
class WakeUp : public std::enable_shared_from_this<WakeUp> {
 public:
  static std::shared_ptr<WakeUp> create(std::function<void()> call);

  void now();
  // Calls it on this thread or, where it runs already, has it called once more there.
  void here();
  // The function may also be called sooner; it is to look what there is to do.
  void after(absl::Duration delay);
  // When it returns the function does not run and will not be called. Not from within the function.
  void end();

 private:
  friend class Timer;

  explicit WakeUp(std::function<void()> call) : call_(std::move(call)) {}
  void due();  // What after() has set.
  void ring() GEOTASK_REQUIRES(mutex_);
  // Whether the function is to be called once more.
  bool again();

  Mutex run_mutex_;  // Held while the function runs.
  std::function<void()> call_ GEOTASK_GUARDED_BY(run_mutex_);

  Mutex mutex_;
  std::unique_ptr<grpc::Alarm> alarm_ GEOTASK_GUARDED_BY(mutex_);
  bool ringing_ GEOTASK_GUARDED_BY(mutex_) = false;  // The alarm is on its way to a thread.
  std::optional<Timer::Key> timer_ GEOTASK_GUARDED_BY(mutex_);
  bool running_ GEOTASK_GUARDED_BY(mutex_) = false;
  bool again_ GEOTASK_GUARDED_BY(mutex_) = false;
  bool ended_ GEOTASK_GUARDED_BY(mutex_) = false;
};

}  // namespace geotask
