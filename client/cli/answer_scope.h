// SPDX-License-Identifier: GPL-2.0-or-later
//
// AnswerScope: Ctrl-C during a call that makes something on the server. As long as the server
// cannot have made it, the call ends at once. After that the server gets some seconds to answer, so
// that the caller, who sees interrupted(), can undo what was made; then the call ends too.
//
//     AnswerScope scope(session, [&] { return !feed.complete(); }, "to cancel the job");
//     Result<v1::Job> job = session.client().submitWithFeatures(request, feed.rows());
//     scope.answered();
//     if (scope.unknown(job)) ...   // stopped, and nobody knows whether there is a job
#pragma once

#include <functional>
#include <future>
#include <string>

#include "cli/interrupt.h"
#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

class AnswerScope {
 public:
  // `nothing_yet` is called on another thread. `purpose` ends "Waiting for the server's answer, ".
  AnswerScope(Session& session, std::function<bool()> nothing_yet, std::string purpose);
  ~AnswerScope() { answered(); }

  // The call has returned; ends the wait for it.
  void answered();

  // Whether a call ended without an answer although the server may have made something.
  template <typename T>
  bool unknown(const client::Result<T>& answer) const {
    return !answer.ok() && answer.error().reason == "STOPPED" && !nothing_yet_();
  }

 private:
  void stop();

  Session& session_;
  const std::function<bool()> nothing_yet_;
  const std::string purpose_;
  bool is_answered_ = false;
  std::promise<void> answer_;
  const std::future<void> answered_{answer_.get_future()};
  InterruptScope on_interrupt_;  // Last: its action uses the others.
};

}  // namespace geotask::cli
