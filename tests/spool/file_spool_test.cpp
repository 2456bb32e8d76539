// SPDX-License-Identifier: GPL-2.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "spool/spool_fixture.h"

namespace geotask {
namespace {

using FileSpoolTest = SpoolTest;
using testing::HasSubstr;

TEST_F(FileSpoolTest, MakesTheFolderForItsOwnerAlone) {
  const std::string folder = directory_ + "/var/geotaskd";
  ASSERT_TRUE(FileSpool::open(folder, codec_).ok());
  const auto permissions = std::filesystem::status(folder).permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_all);
}

TEST_F(FileSpoolTest, ClearsWhatAnEarlierRunLeftAndNothingElse) {
  std::filesystem::create_directories(directory_ + "/results");
  std::filesystem::create_directories(directory_ + "/inputs");
  std::filesystem::create_directories(directory_ + "/kept");
  std::ofstream(directory_ + "/results/job-1") << "left behind";
  std::ofstream(directory_ + "/inputs/7") << "left behind";
  std::ofstream(directory_ + "/kept/file") << "of somebody else";

  spool_ = openSpool();
  EXPECT_TRUE(filesIn("results").empty());
  EXPECT_TRUE(filesIn("inputs").empty());
  EXPECT_EQ(filesIn("kept"), std::vector<std::string>{"file"});
}

TEST_F(FileSpoolTest, OneDaemonAFolder) {
  const auto result = newResult("job-1");
  const absl::Status second = FileSpool::open(directory_, codec_).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(errorDetail(second).reason, "STATE_DIR_IN_USE");
  EXPECT_THAT(errorDetail(second).remedy, HasSubstr("--state-dir"));
  EXPECT_EQ(filesIn("results"), std::vector<std::string>{"job-1.0"});

  spool_.reset();
  EXPECT_TRUE(FileSpool::open(directory_, codec_).ok());
}

TEST_F(FileSpoolTest, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(directory_ + "/file") << "in the way";
  const absl::Status status = FileSpool::open(directory_ + "/file/state", codec_).status();
  EXPECT_EQ(errorDetail(status).reason, "STATE_DIR_FAILED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("Not a directory"));
}

TEST_F(FileSpoolTest, AnIdThatIsNoFileNameIsRefused) {
  spool_ = openSpool();
  for (const char* id : {"", ".", "..", "../lock", "a/b", ".hidden"}) {
    EXPECT_EQ(errorDetail(spool_->createResult(id).status()).reason, "SPOOL_FAILED") << id;
  }
}

}  // namespace
}  // namespace geotask
