// SPDX-License-Identifier: GPL-2.0-or-later
#include "sandbox_support.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace geotask {
namespace {

std::string content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

bool isAsMade(const std::string& path, const std::string& text) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         (status.st_mode & 07777) == 0640 && status.st_nlink == 1 && status.st_mtime == 1000 &&
         content(path) == text;
}

size_t entries(const std::string& folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

// Of the child: protections as lines, then how the attempt ended.
void report(int pipe, const std::vector<Protection>& protections) {
  std::string text;
  for (const Protection& one : protections) {
    text += one.name + "\t" + (one.in_force ? "1" : "0") + "\t" + one.detail + "\n";
  }
  if (::write(pipe, text.data(), text.size()) != static_cast<ssize_t>(text.size())) ::_exit(255);
}

std::vector<Protection> readReport(int pipe) {
  std::string text;
  char buffer[1024];
  for (ssize_t count; (count = ::read(pipe, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(count));
  }
  std::vector<Protection> protections;
  std::istringstream lines(text);
  for (std::string name, force, detail; std::getline(lines, name, '\t') &&
                                        std::getline(lines, force, '\t') &&
                                        std::getline(lines, detail);) {
    protections.push_back({name, force == "1", detail});
  }
  return protections;
}

Outcome tryIn(const Place& place, const SandboxPlan* plan, const Attempt& attempt) {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(pipe[0]);
    if (plan != nullptr) report(pipe[1], enterSandbox(*plan));
    ::close(pipe[1]);
    ::_exit(attempt(place));
  }
  ::close(pipe[1]);
  Outcome outcome;
  outcome.protections = readReport(pipe[0]);
  ::close(pipe[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  if (WIFEXITED(status)) outcome.error = WEXITSTATUS(status);
  return outcome;
}

}  // namespace

Place::Place() {
  std::string name = ::testing::TempDir() + "sandbox_XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error(name + " cannot be made");
  folder_ = name;
  for (const char* below : {"in", "out", "outside"}) std::filesystem::create_directory(path(below));
  const timespec times[2] = {{1000, 0}, {1000, 0}};
  for (const auto& [file, text] : {std::pair(story(), "once"), std::pair(secret(), "hidden")}) {
    write(file, text);
    ::chmod(file.c_str(), 0640);
    ::utimensat(AT_FDCWD, file.c_str(), times, 0);
  }
}

Place::~Place() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

SandboxPlan Place::plan() const {
  SandboxPlan plan;
  plan.readable = {path("in")};
  plan.writable = {path("out")};
  return plan;
}

bool Place::isUntouched() const {
  return entries(folder_) == 3 && entries(path("in")) == 1 && entries(path("outside")) == 1 &&
         isAsMade(story(), "once") && isAsMade(secret(), "hidden");
}

const Protection& Outcome::protection(const std::string& name) const {
  for (const Protection& one : protections) {
    if (one.name == name) return one;
  }
  throw std::runtime_error("nothing is told of " + name);
}

int Outcome::landlockAbi() const {
  const Protection& landlock = protection("Landlock");
  return landlock.in_force ? std::atoi(landlock.detail.c_str() + 4) : 0;
}

Outcome tryFree(const Place& place, const Attempt& attempt) {
  return tryIn(place, nullptr, attempt);
}

Outcome tryInside(const Place& place, const SandboxPlan& plan, const Attempt& attempt) {
  return tryIn(place, &plan, attempt);
}

std::ostream& operator<<(std::ostream& out, const WayOut& way) { return out << way.name; }

void expectClosed(const WayOut& way) {
  if (way.works_free) {
    const Place place;
    const Outcome free = tryFree(place, way.attempt);
    ASSERT_EQ(free.error, 0) << "without a sandbox it must work";
    ASSERT_EQ(free.signal, 0);
  }
  std::string unseen;
  for (const int abi : {0, 1, 2, 3, 4, 5, 6, SandboxPlan::kAllOfLandlock}) {
    if (abi < way.least_abi) continue;
    SCOPED_TRACE("Landlock of ABI " + std::to_string(abi) + " at most");
    const Place place;
    SandboxPlan plan = place.plan();
    plan.landlock_abi = abi;
    const Outcome outcome = tryInside(place, plan, way.attempt);
    const Protection& seccomp = outcome.protection("seccomp");
    if (!seccomp.in_force) GTEST_SKIP() << "no seccomp here: " << seccomp.detail;
    if (outcome.landlockAbi() < way.least_abi) {
      unseen = outcome.protection("Landlock").detail;
      continue;
    }
    EXPECT_EQ(outcome.signal, 0);
    const std::set<int> closed{EACCES, EPERM, EXDEV, ENOSYS, EOPNOTSUPP, ENOTTY};
    EXPECT_TRUE(closed.count(outcome.error)) << std::strerror(outcome.error);
    EXPECT_TRUE(place.isUntouched());
  }
  if (!unseen.empty()) GTEST_SKIP() << "this kernel's Landlock does not close it: " << unseen;
}

}  // namespace geotask
