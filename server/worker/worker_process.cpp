// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "worker/process_tree.h"

namespace geotask {
namespace {

// The descriptor at which a worker finds its socket.
constexpr int kSocketInChild = 3;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  for (std::string& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

int spawn(const WorkerProcess::Start& start, int socket, int pipe, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, pipe, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipe, STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, socket, kSocketInChild);
  // Whatever the daemon's libraries have forgotten to mark.
  ::posix_spawn_file_actions_addclosefrom_np(&actions, kSocketInChild + 1);
  ::posix_spawn_file_actions_addchdir_np(&actions, start.folder.c_str());

  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t signals;
  ::sigemptyset(&signals);
  ::posix_spawnattr_setsigmask(&attributes, &signals);
  ::sigfillset(&signals);
  ::posix_spawnattr_setsigdefault(&attributes, &signals);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> arguments = start.arguments;
  arguments.insert(arguments.begin(), start.program);
  std::vector<std::string> environment = start.environment;
  const int error = ::posix_spawn(&pid, start.program.c_str(), &actions, &attributes,
                                  pointers(arguments).data(), pointers(environment).data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

absl::Status startFailed(const std::string& program, int error) {
  return absl::InternalError(absl::StrCat(program, ": ", std::strerror(error)));
}

}  // namespace

std::string describeEnd(const ProcessEnd& end) {
  if (end.signal == 0) return absl::StrCat("exit code ", end.code);
  const char* name = ::sigabbrev_np(end.signal);
  return name != nullptr ? absl::StrCat("signal SIG", name) : absl::StrCat("signal ", end.signal);
}

absl::StatusOr<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const Start& start) {
  int sockets[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
    return startFailed(start.program, errno);
  }
  Descriptor ours(sockets[0]);
  const Descriptor theirs(sockets[1]);
  int pipes[2];
  if (::pipe2(pipes, O_CLOEXEC) != 0) return startFailed(start.program, errno);
  Descriptor lines(pipes[0]);
  const Descriptor written(pipes[1]);

  pid_t pid = 0;
  const int error = spawn(start, theirs.get(), written.get(), pid);
  if (error != 0) return startFailed(start.program, error);
  Descriptor pid_fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  return std::unique_ptr<WorkerProcess>(
      new WorkerProcess(pid, std::move(pid_fd), std::move(ours),
                        std::make_unique<LineReader>(std::move(lines), start.log)));
}

WorkerProcess::WorkerProcess(pid_t pid, Descriptor pid_fd, Descriptor socket,
                             std::unique_ptr<LineReader> lines)
    : pid_(pid), pid_fd_(std::move(pid_fd)), socket_(std::move(socket)), lines_(std::move(lines)) {}

WorkerProcess::~WorkerProcess() {
  kill();
  wait();
}

int WorkerProcess::takeSocket() { return socket_.release(); }

void WorkerProcess::kill() {
  MutexLock lock(mutex_);
  if (reaped_) return;
  const std::vector<pid_t> tree = processTree(pid_);
  ::kill(-pid_, SIGKILL);
  // Those that have left the group.
  for (size_t i = 1; i < tree.size(); ++i) ::kill(tree[i], SIGKILL);
}

const ProcessEnd& WorkerProcess::wait() {
  {
    MutexLock lock(mutex_);
    if (reaped_) return end_;
  }
  siginfo_t info{};
  // The number stays taken until it is reaped, so that no other process is hit below.
  while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 &&
         errno == EINTR) {
  }
  MutexLock lock(mutex_);
  ::kill(-pid_, SIGKILL);
  int status = 0;
  rusage usage{};
  while (::wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  if (WIFSIGNALED(status)) end_.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end_.code = WEXITSTATUS(status);
  end_.cpu_time =
      absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
  end_.peak_memory_bytes = static_cast<uint64_t>(usage.ru_maxrss) * 1024;
  return end_;
}

bool WorkerProcess::ended() {
  MutexLock lock(mutex_);
  siginfo_t info{};
  return reaped_ ||
         ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) != 0 ||
         info.si_pid == pid_;
}

}  // namespace geotask
