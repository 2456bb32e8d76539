// SPDX-License-Identifier: GPL-2.0-or-later
//
// What has to work in a sandbox, and that it holds for all that a process starts.
#include <dlfcn.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "sandbox_support.h"

namespace geotask {
namespace {

// What `attempt` returns with all of Landlock and with what older kernels have of it.
void expectWorks(const Attempt& attempt) {
  for (const int abi : {0, 1, 2, 3, 5, SandboxPlan::kAllOfLandlock}) {
    const Place place;
    SandboxPlan plan = place.plan();
    plan.landlock_abi = abi;
    const Outcome outcome = tryInside(place, plan, attempt);
    EXPECT_EQ(outcome.error, 0) << "ABI " << abi;
    EXPECT_EQ(outcome.signal, 0) << "ABI " << abi;
    EXPECT_TRUE(place.isUntouched()) << "ABI " << abi;
  }
}

int openError(const std::string& path) { return errorOf(::open(path.c_str(), O_RDONLY)); }

TEST(InTheSandbox, InputsAreRead) {
  expectWorks([](const Place& at) {
    std::string text;
    std::ifstream(at.story()) >> text;
    return text == "once" ? 0 : 1;
  });
}

TEST(InTheSandbox, OutputsAreWrittenTruncatedRenamedAndRemoved) {
  expectWorks([](const Place& at) {
    if (!(std::ofstream(at.path("out/first")) << "text").flush()) return 1;
    if (::truncate(at.path("out/first").c_str(), 2) != 0 && errno != EPERM) return 2;
    if (!(std::ofstream(at.path("out/first")) << "new").flush()) return 3;
    std::error_code error;
    std::filesystem::rename(at.path("out/first"), at.path("out/second"), error);
    if (error) return 4;
    std::filesystem::remove(at.path("out/second"), error);
    if (error) return 5;
    std::filesystem::create_directories(at.path("out/below/deep"), error);
    if (error) return 6;
    std::filesystem::remove_all(at.path("out/below"), error);
    return error ? 7 : 0;
  });
}

TEST(InTheSandbox, OutputsMoveBetweenFoldersFromAbi2On) {
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place& at) {
    std::ofstream(at.path("out/first")) << "text";
    std::filesystem::create_directory(at.path("out/below"));
    return errorOf(::rename(at.path("out/first").c_str(), at.path("out/below/first").c_str()));
  });
  if (inside.landlockAbi() == 1) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, 0);
}

TEST(InTheSandbox, FilesAreCopiedWithModeAndTimes) {
  expectWorks([](const Place& at) {
    return std::system(
        ("cp -p " + at.story() + " " + at.path("out/copy") + " 2>/dev/null").c_str());
  });
}

TEST(InTheSandbox, ThreadsRunAndAreInItToo) {
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place& at) {
    int secret = 0;
    int story = 0;
    std::thread([&] {
      secret = openError(at.secret());
      story = openError(at.story());
    }).join();
    return story == 0 ? secret : 255;
  });
  if (inside.landlockAbi() == 0) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, EACCES);
}

TEST(InTheSandbox, ProgramsRunAndAreInItToo) {
  expectWorks([](const Place&) { return std::system("/usr/bin/true"); });
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place& at) {
    if (std::system(("cat " + at.story() + " > /dev/null").c_str()) != 0) return 255;
    return std::system(("cat " + at.secret() + " 2> /dev/null").c_str()) != 0 ? EACCES : 0;
  });
  if (inside.landlockAbi() == 0) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, EACCES);
}

TEST(InTheSandbox, AProgramThatWasStartedCanBeEndedFromAbi6On) {
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place&) {
    const pid_t child = ::fork();
    if (child == 0) {
      while (true) ::pause();
    }
    const int error = errorOf(::kill(child, SIGKILL));
    if (error == 0) ::waitpid(child, nullptr, 0);
    return error;
  });
  if (inside.landlockAbi() < 6) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, 0);
}

TEST(InTheSandbox, AnAbortIsAnAbort) {
  for (const int abi : {0, SandboxPlan::kAllOfLandlock}) {
    const Place place;
    SandboxPlan plan = place.plan();
    plan.landlock_abi = abi;
    EXPECT_EQ(tryInside(place, plan, [](const Place&) -> int { std::abort(); }).signal, SIGABRT);
  }
}

TEST(InTheSandbox, LibrariesLoad) {
  expectWorks([](const Place&) { return ::dlopen("libresolv.so.2", RTLD_NOW) != nullptr ? 0 : 1; });
}

TEST(InTheSandbox, TimeZonesUsersAndDevicesAreThere) {
  expectWorks([](const Place&) {
    ::setenv("TZ", "UTC-3", 1);
    ::tzset();
    const time_t start = 0;
    if (::localtime(&start)->tm_hour != 3) return 1;
    if (openError("/usr/share/zoneinfo/Europe/Berlin") != 0) return 2;
    if (::getpwuid(0) == nullptr) return 3;
    if (!(std::ofstream("/dev/null") << "x").flush()) return 4;
    char byte = 0;
    const int random = ::open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    return ::read(random, &byte, 1) == 1 ? 0 : 5;
  });
}

TEST(InTheSandbox, TheProcessLearnsOfItselfAndOfTheMachine) {
  expectWorks([](const Place&) {
    for (const char* file : {"/proc/self/status", "/proc/self/maps", "/proc/self/fd",
                             "/proc/meminfo", "/proc/cpuinfo"}) {
      if (const int error = openError(file); error != 0) return error;
    }
    return 0;
  });
}

TEST(InTheSandbox, AThreadThatWasThereBeforeIsTold) {
  const Place place;
  const Outcome free = tryFree(place, [](const Place& at) {
    std::thread([] { ::pause(); }).detach();
    const Protection threads = enterSandbox(at.plan()).front();
    return threads.name == "all threads" && !threads.in_force &&
                   threads.detail == "1 were there before"
               ? 0
               : 1;
  });
  EXPECT_EQ(free.error, 0);
}

TEST(InTheSandbox, EveryProtectionIsToldOfOnAKernelWithoutLandlock) {
  const Place place;
  SandboxPlan plan = place.plan();
  plan.landlock_abi = 0;
  const Outcome inside = tryInside(place, plan, [](const Place&) { return 0; });
  std::string told;
  for (const Protection& one : inside.protections) told += one.name + "; ";
  EXPECT_EQ(told, "all threads; limits; no new privileges; capabilities; Landlock; seccomp; ");
  EXPECT_FALSE(inside.protection("Landlock").in_force);
  EXPECT_FALSE(inside.protection("Landlock").detail.empty());
}

}  // namespace
}  // namespace geotask
