// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "worker/remove_tree.h"
#include "worker/worker_folder.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

namespace fs = std::filesystem;

TEST(RemoveTree, LinksAreRemovedAndNotFollowed) {
  TestFolder outside;
  const std::string precious = outside.write("precious.txt", "gold");
  TestFolder folder;
  fs::create_directory_symlink(outside.path(), folder.path() + "/link");
  fs::create_symlink(precious, folder.path() + "/file_link");
  EXPECT_TRUE(removeTree(folder.path(), false).ok());
  EXPECT_TRUE(fs::is_empty(folder.path()));
  EXPECT_EQ(readFile(precious), "gold");
}

TEST(RemoveTree, FoldersNestedDeeperThanAnyPathGo) {
  TestFolder folder;
  const std::string start = fs::current_path();
  fs::current_path(folder.path());
  for (int depth = 0; depth < 3000; ++depth) {
    ASSERT_EQ(::mkdir("deeper", 0700), 0);
    ASSERT_EQ(::chdir("deeper"), 0);
  }
  fs::current_path(start);
  EXPECT_TRUE(removeTree(folder.path() + "/deeper", true).ok());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(RemoveTree, FoldersThatForbidToBeReadGo) {
  TestFolder folder;
  folder.write("closed/inner/file", "x");
  fs::permissions(folder.path() + "/closed/inner", fs::perms::none);
  fs::permissions(folder.path() + "/closed", fs::perms::none);
  EXPECT_TRUE(removeTree(folder.path(), false).ok());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(WorkerFolder, ClearKeepsTheFoldersOfTmpAndNothingElse) {
  TestFolder base;
  auto folder = WorkerFolder::create(base.path() + "/w");
  ASSERT_TRUE(folder.ok());
  base.write("w/in/1/roads.shp", "x");
  base.write("w/out/a/b", "x");
  base.write("w/tmp/processing_1/temporary.gpkg", "x");
  base.write("w/tmp/loose", "x");
  EXPECT_TRUE((*folder)->clear().ok());
  EXPECT_TRUE(fs::is_empty((*folder)->in()));
  EXPECT_TRUE(fs::is_empty((*folder)->out()));
  EXPECT_TRUE(fs::is_empty((*folder)->tmp() + "/processing_1"));
  EXPECT_FALSE(fs::exists((*folder)->tmp() + "/loose"));
}

TEST(WorkerFolder, KeepMovesAFileOutOfTheWorkersReach) {
  TestFolder base;
  auto folder = WorkerFolder::create(base.path() + "/w");
  base.write("w/out/tiles/1.png", "picture");
  const auto kept = (*folder)->keep("tiles/1.png");
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(readFile(*kept), "picture");
  EXPECT_FALSE(fs::exists((*folder)->out() + "/tiles/1.png"));
}

TEST(WorkerFolder, KeepRefusesAllButPlainFilesBelowOut) {
  TestFolder base;
  auto folder = WorkerFolder::create(base.path() + "/w");
  const std::string secret = base.write("secret", "gold");
  const std::string out = (*folder)->out();
  fs::create_symlink(secret, out + "/link");
  fs::create_directory_symlink(base.path(), out + "/up");
  fs::create_hard_link(secret, out + "/hard");
  fs::create_directory(out + "/folder");
  ASSERT_EQ(::mkfifo((out + "/fifo").c_str(), 0600), 0);
  for (const std::string path : {"link", "up/secret", "hard", "folder", "fifo", "../in/x",
                                 "../../secret", "/etc/passwd", "", ".", "a//b", "missing"}) {
    EXPECT_TRUE(absl::IsInvalidArgument((*folder)->keep(path).status())) << path;
  }
  EXPECT_EQ(readFile(secret), "gold");
}

}  // namespace
}  // namespace geotask
