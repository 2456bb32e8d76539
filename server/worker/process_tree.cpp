// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/process_tree.h"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"

namespace geotask {
namespace {

// Enough for any algorithm; bounds what a process that only forks costs us.
constexpr size_t kMaxProcesses = 1000;

std::string procFile(pid_t pid, const char* name) { return absl::StrCat("/proc/", pid, "/", name); }

}  // namespace

std::vector<pid_t> processTree(pid_t pid) {
  std::vector<pid_t> found{pid};
  for (size_t i = 0; i < found.size() && found.size() < kMaxProcesses; ++i) {
    std::error_code error;
    std::filesystem::directory_iterator threads(procFile(found[i], "task"), error);
    for (; !error && threads != std::filesystem::directory_iterator(); threads.increment(error)) {
      std::ifstream children(threads->path() / "children");
      pid_t child = 0;
      while (children >> child) found.push_back(child);
    }
  }
  return found;
}

uint64_t residentBytes(const std::vector<pid_t>& pids) {
  uint64_t pages = 0;
  for (const pid_t pid : pids) {
    std::ifstream file(procFile(pid, "statm"));
    uint64_t size = 0;
    uint64_t resident = 0;
    if (file >> size >> resident) pages += resident;
  }
  return pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

absl::Duration cpuTime(pid_t pid) {
  clockid_t clock{};
  timespec own{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &own) != 0) {
    return absl::ZeroDuration();
  }
  // The children's is the 16th and 17th field; the second is a name in brackets, which may hold any
  // character.
  std::ifstream file(procFile(pid, "stat"));
  std::string line;
  std::getline(file, line);
  std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  std::string skipped;
  for (int i = 3; i < 16; ++i) fields >> skipped;
  uint64_t user = 0;
  uint64_t system = 0;
  fields >> user >> system;
  return absl::DurationFromTimespec(own) +
         absl::Seconds(static_cast<double>(user + system) /
                       static_cast<double>(::sysconf(_SC_CLK_TCK)));
}

uint64_t peakMemory(pid_t pid) {
  std::ifstream file(procFile(pid, "status"));
  std::string word;
  while (file >> word) {
    uint64_t kilobytes = 0;
    if (word == "VmHWM:" && file >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

void forgetPeakMemory(pid_t pid) { std::ofstream(procFile(pid, "clear_refs")) << "5\n"; }

}  // namespace geotask
