// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "cli/exit_codes.h"

namespace geotask::cli {
namespace {

int pipe_ends[2];

void onSignal(int) {
  const int saved = errno;
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = write(pipe_ends[1], &byte, 1);
  errno = saved;
}

struct State {
  std::mutex mutex;
  std::condition_variable idle;
  bool interrupted = false;
  bool running = false;          // An action runs.
  std::function<void()> action;  // Empty when no verb has asked for one.
};

// Never destroyed: the threads below may outlive main().
State& state() {
  static State* const instance = new State;
  return *instance;
}

// Runs the action, if there is one, on a thread of its own, so that a second Ctrl-C is heard.
// The mutex is held.
bool start() {
  State& s = state();
  if (!s.action) return false;
  s.running = true;
  std::thread([action = std::exchange(s.action, nullptr)] {
    action();
    std::lock_guard lock(state().mutex);
    state().running = false;
    state().idle.notify_all();
  }).detach();
  return true;
}

void listen() {
  char byte;
  while (true) {
    const ssize_t got = read(pipe_ends[0], &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got != 1) return;
    std::lock_guard lock(state().mutex);
    if (std::exchange(state().interrupted, true) || !start()) std::_Exit(kInterrupted);
  }
}

}  // namespace

void installInterrupt() {
  if (pipe(pipe_ends) != 0) return;
  std::thread(listen).detach();
  struct sigaction action = {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
  std::lock_guard lock(state().mutex);
  return state().interrupted;
}

InterruptScope::InterruptScope(std::function<void()> action) {
  std::lock_guard lock(state().mutex);
  outer_ = std::exchange(state().action, std::move(action));
  if (state().interrupted) start();
}

InterruptScope::~InterruptScope() {
  std::unique_lock lock(state().mutex);
  state().idle.wait(lock, [] { return !state().running; });
  state().action = std::move(outer_);
}

}  // namespace geotask::cli
