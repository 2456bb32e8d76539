// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a full disk does. A limit on the size of files stands in for the disk where no small file
// system can be mounted.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "spool/spool_fixture.h"

namespace geotask {
namespace {

const std::string kMegabyte(1 << 20, 'x');

void expectFull(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_EQ(errorDetail(status).reason, "SPOOL_FULL");
  EXPECT_EQ(errorDetail(status).retry_delay, absl::Seconds(30));
}

class FullDisk : public SpoolTest {
 protected:
  void SetUp() override {
    if (::mount("tmpfs", directory_.c_str(), "tmpfs", 0, "size=4m") != 0) {
      GTEST_SKIP() << "needs the right to mount a file system";
    }
    mounted_ = true;
  }
  void TearDown() override {
    spool_.reset();
    if (mounted_) ::umount2(directory_.c_str(), MNT_DETACH);
  }

  bool mounted_ = false;
};

TEST_F(FullDisk, IsResourceExhaustedAndWhatWasWrittenBeforeCanBeRead) {
  const auto result = newResult();
  ASSERT_TRUE(result->addChunk(0, {{"first", 1}}).ok());
  absl::Status status;
  uint64_t chunk = 1;
  while (status.ok() && chunk < 10) status = result->addChunk(chunk++, {{kMegabyte, 1}});
  expectFull(status);
  EXPECT_EQ((*(*result->read(0))->next())->bytes, "first");
  EXPECT_EQ(result->featureCount(), chunk - 1);
}

TEST_F(FullDisk, RoomComesBackWithAResultThatIsRemoved) {
  const auto large = newResult("large");
  ASSERT_TRUE(large->addChunk(0, {{kMegabyte, 1}, {kMegabyte, 1}, {kMegabyte, 1}}).ok());
  const auto other = newResult("other");
  expectFull(other->addChunk(0, {{kMegabyte, 1}, {kMegabyte, 1}}));
  large->remove();
  const auto next = newResult("next");
  EXPECT_TRUE(next->addChunk(0, {{kMegabyte, 1}}).ok());
}

TEST_F(SpoolTest, AFileThatMayNotGrowIsAFullDisk) {
  const auto result = newResult();
  const auto set = *spool_->createFeatureSet({});
  rlimit old;
  ::getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{1 << 16, old.rlim_max};
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  const absl::Status chunk = result->addChunk(0, {{kMegabyte, 1}});
  Feature row;
  row.wkb = kMegabyte;
  const absl::Status rows = set->add({row});
  ::setrlimit(RLIMIT_FSIZE, &old);
  ::signal(SIGXFSZ, old_handler);
  expectFull(chunk);
  expectFull(rows);
}

}  // namespace
}  // namespace geotask
