// SPDX-License-Identifier: GPL-2.0-or-later
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

#include "sandbox_support.h"

namespace geotask {
namespace {

#if defined(__has_feature)
#define GEOTASK_HAS_FEATURE(feature) __has_feature(feature)
#else
#define GEOTASK_HAS_FEATURE(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    GEOTASK_HAS_FEATURE(address_sanitizer) || GEOTASK_HAS_FEATURE(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

constexpr size_t kMiB = size_t{1} << 20;

int writeFile(const Place& at, size_t bytes) {
  const int file = ::open(at.path("out/file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string text(bytes, 'x');
  return errorOf(::pwrite(file, text.data(), 1, static_cast<off_t>(bytes)));
}

TEST(SandboxLimits, AFileGrowsToItsLimitAndWritingMoreFails) {
  const Place place;
  SandboxPlan plan = place.plan();
  plan.max_file_bytes = kMiB;
  EXPECT_EQ(tryInside(place, plan, [](const Place& at) { return writeFile(at, kMiB - 1); }).error,
            0);
  const Outcome more = tryInside(place, plan, [](const Place& at) { return writeFile(at, kMiB); });
  EXPECT_EQ(more.error, EFBIG);
  EXPECT_EQ(more.signal, 0);
  EXPECT_TRUE(more.protection("limits").in_force);
}

TEST(SandboxLimits, ALimitCannotBeRaised) {
  const Place place;
  SandboxPlan plan = place.plan();
  plan.max_file_bytes = kMiB;
  const Outcome inside = tryInside(place, plan, [](const Place&) {
    const rlimit more{2 * kMiB, 2 * kMiB};
    return errorOf(::setrlimit(RLIMIT_FSIZE, &more));
  });
  EXPECT_EQ(inside.error, EPERM);
}

TEST(SandboxLimits, MemoryBeyondTheLimitIsNotGiven) {
  if (kSanitized) GTEST_SKIP() << "sanitizers reserve more memory than any limit";
  const Place place;
  SandboxPlan plan = place.plan();
  plan.max_memory_bytes = 256 * kMiB;
  const auto allocate = [](size_t bytes, int protection) {
    return [=](const Place&) {
      const void* got = ::mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      return got == MAP_FAILED ? errno : 0;
    };
  };
  const int both = PROT_READ | PROT_WRITE;
  EXPECT_EQ(tryInside(place, plan, allocate(64 * kMiB, both)).error, 0);
  EXPECT_EQ(tryInside(place, plan, allocate(512 * kMiB, both)).error, ENOMEM);
  // Addresses that are kept back are no memory.
  EXPECT_EQ(tryInside(place, plan, allocate(512 * kMiB, PROT_NONE)).error, 0);
}

TEST(SandboxLimits, ACrashLeavesNoCore) {
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place&) {
    rlimit core{};
    ::getrlimit(RLIMIT_CORE, &core);
    return core.rlim_cur <= 1 && core.rlim_max <= 1 ? 0 : 255;
  });
  EXPECT_EQ(inside.error, 0);
}

// Without Landlock, which would not let it look.
TEST(SandboxLimits, TheKernelEndsItFirstWhenMemoryIsShort) {
  const Place place;
  SandboxPlan plan = place.plan();
  plan.landlock_abi = 0;
  const Outcome inside = tryInside(place, plan, [](const Place&) {
    int score = 0;
    std::ifstream("/proc/self/oom_score_adj") >> score;
    return score == 1000 ? 0 : 255;
  });
  EXPECT_EQ(inside.error, 0);
}

}  // namespace
}  // namespace geotask
