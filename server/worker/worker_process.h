// SPDX-License-Identifier: GPL-2.0-or-later
//
// A child process with a socket to talk to it: started with a clean environment and no descriptor
// but that socket (as 3), in a process group of its own, ended with everything it has started.
//
//     auto process = WorkerProcess::start({"/usr/libexec/geotask-worker", {"{}"}, {}, "/tmp/w", log});
//     ...
//     (*process)->end();   // "signal SIGKILL"
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/mutex.h"
#include "worker/descriptor.h"
#include "worker/line_reader.h"

namespace geotask {

// How a process ended and what it took.
struct ProcessEnd {
  int signal = 0;  // 0: it ended by itself,
  int code = 0;    // with this code.
  absl::Duration cpu_time;
  uint64_t peak_memory_bytes = 0;
};

// "signal SIGSEGV", "exit code 3".
std::string describeEnd(const ProcessEnd& end);

// One thread at a time, but for kill() and ended(), which any may call.
class WorkerProcess {
 public:
  struct Start {
    std::string program;
    std::vector<std::string> arguments;    // Besides its name.
    std::vector<std::string> environment;  // All of it: "NAME=value".
    std::string folder;                    // Where it is.
    // Takes each line that it writes to standard output or error; at most some tens a second. A thread
    // of the process's own.
    std::function<void(const std::string& line)> log;
  };
  // The thread that calls must live as long as the process may: a worker asks the kernel to be killed
  // when that thread ends.
  static absl::StatusOr<std::unique_ptr<WorkerProcess>> start(const Start& start);
  // Kills what is left.
  ~WorkerProcess();

  pid_t pid() const { return pid_; }
  // Our end of the socket, given away once.
  int takeSocket();
  // Readable once the process has ended; -1 where the kernel has no such thing.
  int pidFd() const { return pid_fd_.get(); }

  // SIGKILL to the group and to all descendants.
  void kill();
  // Waits until it has ended: kill() first, or know that it does.
  const ProcessEnd& wait();
  // Whether it has ended; does not wait.
  bool ended();

 private:
  WorkerProcess(pid_t pid, Descriptor pid_fd, Descriptor socket, std::unique_ptr<LineReader> lines);

  const pid_t pid_;
  const Descriptor pid_fd_;
  Descriptor socket_;
  const std::unique_ptr<LineReader> lines_;

  Mutex mutex_;
  bool reaped_ GEOTASK_GUARDED_BY(mutex_) = false;
  ProcessEnd end_;  // Once it is reaped.
};

}  // namespace geotask
