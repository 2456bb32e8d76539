// SPDX-License-Identifier: GPL-2.0-or-later
//
// The parent of the process in the sandbox stands for the daemon: the same user runs both.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "sandbox_support.h"

namespace geotask {
namespace {

int readOf(const std::string& process, const char* file) {
  return errorOf(::open(("/proc/" + process + "/" + file).c_str(), O_RDONLY | O_CLOEXEC));
}

std::string parent() { return std::to_string(::getppid()); }

const WayOut kWays[] = {
    {"ReadTheDaemonsEnvironment", [](const Place&) { return readOf(parent(), "environ"); }, 1},
    {"ReadTheDaemonsCommandLine", [](const Place&) { return readOf(parent(), "cmdline"); }, 1},
    {"ReadTheDaemonsMemoryMap", [](const Place&) { return readOf(parent(), "maps"); }, 1},
    {"ReadTheDaemonsMemory", [](const Place&) { return readOf(parent(), "mem"); }, 1},
    {"ListTheDaemonsDescriptors", [](const Place&) { return readOf(parent(), "fd"); }, 1},
    {"ReadTheStateOfProcessOne", [](const Place&) { return readOf("1", "status"); }, 1},
    {"ListAllProcesses", [](const Place&) { return readOf(".", ""); }, 1},
    {"ListConnectionsOfTheHost", [](const Place&) { return readOf("self", "net/tcp"); }, 1},
    {"ListMountsOfTheHost", [](const Place&) { return readOf("self", "mountinfo"); }, 1},
    {"BeTraced", [](const Place&) { return errorOf(::ptrace(PTRACE_TRACEME, 0, nullptr, 0)); }},
    {"TraceTheDaemon",
     [](const Place&) { return errorOf(::ptrace(PTRACE_SEIZE, ::getppid(), nullptr, 0)); }, 0,
     false},
    {"ReadMemoryOfAProcess",
     [](const Place&) {
       char from = 'x';
       char to = 0;
       const iovec local{&to, 1};
       const iovec remote{&from, 1};
       return errorOf(::process_vm_readv(::getpid(), &local, 1, &remote, 1, 0));
     }},
    {"SignalTheDaemon", [](const Place&) { return errorOf(::kill(::getppid(), 0)); }},
    {"SignalAThreadOfTheDaemon",
     [](const Place&) { return errorOf(::syscall(SYS_tgkill, ::getppid(), ::getppid(), 0)); }},
    {"SignalTheDaemonByDescriptor",
     [](const Place&) {
       const long daemon = ::syscall(SYS_pidfd_open, ::getppid(), 0);
       return errorOf(::syscall(SYS_pidfd_send_signal, daemon, 0, nullptr, 0));
     }},
    {"LetAPipeSignalTheDaemon",
     [](const Place&) {
       int ends[2];
       return ::pipe(ends) != 0 ? errno : errorOf(::fcntl(ends[0], F_SETOWN, ::getppid()));
     }},
    {"LimitTheDaemon",
     [](const Place&) {
       rlimit limit{};
       return errorOf(::prlimit(::getppid(), RLIMIT_CPU, nullptr, &limit));
     }},
    {"PutTheDaemonLast",
     [](const Place&) { return errorOf(::setpriority(PRIO_PROCESS, ::getppid(), 0)); }},
    {"ChooseTheDaemonsProcessors",
     [](const Place&) {
       cpu_set_t processors;
       ::sched_getaffinity(0, sizeof processors, &processors);
       return errorOf(::sched_setaffinity(::getppid(), sizeof processors, &processors));
     }},
};

class ProcessWayOut : public ::testing::TestWithParam<WayOut> {};

TEST_P(ProcessWayOut, IsClosed) { expectClosed(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, ProcessWayOut, ::testing::ValuesIn(kWays),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace geotask
