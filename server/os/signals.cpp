// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/signals.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace geotask {
namespace {

int pipe_ends[2] = {-1, -1};
struct sigaction old_term, old_int, old_pipe;

void writeToPipe(int signal) {
  const int saved_errno = errno;
  const auto byte = static_cast<unsigned char>(signal);
  // A full pipe has news enough for its reader.
  [[maybe_unused]] const ssize_t written = ::write(pipe_ends[1], &byte, 1);
  errno = saved_errno;
}

void handle(int signal, void (*handler)(int), struct sigaction* old) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, old);
}

}  // namespace

StopSignal::StopSignal() {
  if (::pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::system_error(errno, std::generic_category(), "no pipe for signals");
  }
  handle(SIGTERM, writeToPipe, &old_term);
  handle(SIGINT, writeToPipe, &old_int);
  handle(SIGPIPE, SIG_IGN, &old_pipe);
}

StopSignal::~StopSignal() {
  sigaction(SIGTERM, &old_term, nullptr);
  sigaction(SIGINT, &old_int, nullptr);
  sigaction(SIGPIPE, &old_pipe, nullptr);
  for (int& end : pipe_ends) {
    ::close(end);
    end = -1;
  }
}

int StopSignal::fd() const { return pipe_ends[0]; }

int StopSignal::read() {
  unsigned char byte = 0;
  return ::read(pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}

}  // namespace geotask
