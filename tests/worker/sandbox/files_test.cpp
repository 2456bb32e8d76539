// SPDX-License-Identifier: GPL-2.0-or-later
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "sandbox_support.h"

namespace geotask {
namespace {

int openError(const std::string& path, int flags) {
  return errorOf(::open(path.c_str(), flags | O_CLOEXEC, 0600));
}

// Those of ABI 0 are closed by seccomp alone, be it where Landlock is too old to do it.
const WayOut kWays[] = {
    {"ReadAFile", [](const Place& at) { return openError(at.secret(), O_RDONLY); }, 1},
    {"ReadAFileByDots",
     [](const Place& at) { return openError(at.path("in/../outside/secret.txt"), O_RDONLY); }, 1},
    {"ListAFolder",
     [](const Place& at) { return openError(at.path("outside"), O_RDONLY | O_DIRECTORY); }, 1},
    {"ListTheFolderAbove",
     [](const Place& at) { return openError(at.path("."), O_RDONLY | O_DIRECTORY); }, 1},
    {"ReadPasswords", [](const Place&) { return openError("/etc/shadow", O_RDONLY); }, 1,
     ::geteuid() == 0},
    {"WriteAFile", [](const Place& at) { return openError(at.secret(), O_WRONLY); }, 1},
    {"WriteAnInput", [](const Place& at) { return openError(at.story(), O_RDWR); }, 1},
    {"AppendToAnInput", [](const Place& at) { return openError(at.story(), O_WRONLY | O_APPEND); },
     1},
    {"MakeAFile",
     [](const Place& at) { return openError(at.path("outside/new"), O_WRONLY | O_CREAT); }, 1},
    {"MakeAFileAmongInputs",
     [](const Place& at) { return openError(at.path("in/new"), O_WRONLY | O_CREAT); }, 1},
    {"MakeAnUnnamedFile",
     [](const Place& at) { return openError(at.path("outside"), O_WRONLY | O_TMPFILE); }, 1},
    {"MakeAFolder",
     [](const Place& at) { return errorOf(::mkdir(at.path("outside/new").c_str(), 0700)); }, 1},
    {"TruncateAFile", [](const Place& at) { return errorOf(::truncate(at.secret().c_str(), 0)); }},
    {"TruncateAnInput", [](const Place& at) { return errorOf(::truncate(at.story().c_str(), 0)); }},
    {"TruncateAnInputByReading",
     [](const Place& at) { return openError(at.story(), O_RDONLY | O_TRUNC); }},
    {"RemoveAFile", [](const Place& at) { return errorOf(::unlink(at.secret().c_str())); }, 1},
    {"RemoveAnInput", [](const Place& at) { return errorOf(::unlink(at.story().c_str())); }, 1},
    {"RemoveAFolder",
     [](const Place& at) {
       // Without a sandbox it is not empty, which is no refusal.
       return errorOf(::rmdir(at.path("outside").c_str()));
     },
     1, false},
    {"RenameAFile",
     [](const Place& at) {
       return errorOf(::rename(at.secret().c_str(), at.path("outside/x").c_str()));
     },
     1},
    {"TakeAFileIn",
     [](const Place& at) {
       return errorOf(::rename(at.secret().c_str(), at.path("out/x").c_str()));
     },
     1},
    {"TakeAnInputOver",
     [](const Place& at) {
       return errorOf(::rename(at.story().c_str(), at.path("out/x").c_str()));
     },
     1},
    {"LinkAFileIn",
     [](const Place& at) { return errorOf(::link(at.secret().c_str(), at.path("out/x").c_str())); },
     1},
    {"LinkAnInputToWhereItCanBeWritten",
     [](const Place& at) { return errorOf(::link(at.story().c_str(), at.path("out/x").c_str())); },
     1},
    {"PutAFileOut",
     [](const Place& at) {
       openError(at.path("out/x"), O_WRONLY | O_CREAT);
       return errorOf(::rename(at.path("out/x").c_str(), at.path("outside/x").c_str()));
     },
     1},
    {"MakeASymbolicLinkForTheReader",
     [](const Place& at) {
       return errorOf(::symlink(at.secret().c_str(), at.path("out/x").c_str()));
     },
     1},
    {"MakeAPipeForTheReader",
     [](const Place& at) { return errorOf(::mkfifo(at.path("out/x").c_str(), 0600)); }, 1},
    {"MakeADevice",
     [](const Place& at) {
       return errorOf(::mknod(at.path("out/x").c_str(), S_IFCHR | 0600, 0x103));
     },
     1, ::geteuid() == 0},
    {"ChangeAnOwner",
     [](const Place& at) { return errorOf(::chown(at.story().c_str(), ::getuid(), ::getgid())); }},
    {"SetAnAttribute",
     [](const Place& at) {
       return errorOf(::setxattr(at.story().c_str(), "user.note", "x", 1, 0));
     },
     0, false},
};

class FileWayOut : public ::testing::TestWithParam<WayOut> {};

TEST_P(FileWayOut, IsClosed) { expectClosed(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, FileWayOut, ::testing::ValuesIn(kWays),
                         [](const auto& info) { return info.param.name; });

TEST(SandboxFiles, ASymbolicLinkAmongInputsLeadsNowhere) {
  const Place place;
  ASSERT_EQ(::symlink(place.secret().c_str(), place.path("in/link").c_str()), 0);
  const Attempt read = [](const Place& at) { return openError(at.path("in/link"), O_RDONLY); };
  EXPECT_EQ(tryFree(place, read).error, 0);
  const Outcome inside = tryInside(place, place.plan(), read);
  if (inside.landlockAbi() == 0) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, EACCES);
}

// Programs that copy files set mode and times of the copy, so that an error would fail the job.
TEST(SandboxFiles, ModesAndTimesOfInputsStayWhateverIsTold) {
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place& at) {
    const std::string story = at.story();
    const int fd = ::open(story.c_str(), O_RDONLY | O_CLOEXEC);
    const timespec now[2] = {{5, 0}, {5, 0}};
    if (::chmod(story.c_str(), 0) != 0 || ::fchmod(fd, 0) != 0) return 1;
    if (::fchmodat(AT_FDCWD, story.c_str(), 0, 0) != 0) return 2;
    if (::utimensat(AT_FDCWD, story.c_str(), now, 0) != 0 || ::futimens(fd, now) != 0) return 3;
    return 0;
  });
  if (!inside.protection("seccomp").in_force) GTEST_SKIP() << inside.protection("seccomp").detail;
  EXPECT_EQ(inside.error, 0);
  EXPECT_TRUE(place.isUntouched());
}

TEST(SandboxFiles, NoProgramRunsFromInputsOrOutputs) {
  const Place place;
  for (const char* folder : {"in", "out"}) {
    const std::string program = place.path(std::string(folder) + "/true");
    ASSERT_EQ(std::system(("cp /bin/true " + program).c_str()), 0);
    const Outcome inside = tryInside(place, place.plan(), [&](const Place&) {
      return errorOf(::execl(program.c_str(), "true", nullptr));
    });
    if (inside.landlockAbi() == 0) GTEST_SKIP() << inside.protection("Landlock").detail;
    EXPECT_EQ(inside.error, EACCES) << folder;
  }
}

}  // namespace
}  // namespace geotask
