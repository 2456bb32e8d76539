// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/address_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/errors.h"

namespace geotask {
namespace {

class AddressFile : public testing::Test {
 protected:
  AddressFile() {
    std::string name = testing::TempDir() + "/address.XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~AddressFile() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(AddressFile, HoldsOneLineAndLeavesNothingElse) {
  const std::string path = folder_ + "/address";
  ASSERT_TRUE(writeAddressFile(path, "127.0.0.1:1").ok());
  ASSERT_TRUE(writeAddressFile(path, "127.0.0.1:40123").ok());
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "127.0.0.1:40123\n");

  removeAddressFile(path, "127.0.0.1:1");  // That of another daemon.
  EXPECT_FALSE(std::filesystem::is_empty(folder_));
  removeAddressFile(path, "127.0.0.1:40123");
  removeAddressFile(path, "127.0.0.1:40123");
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(AddressFile, AFolderThatIsNotThereIsNamedWithARemedy) {
  const absl::Status status = writeAddressFile(folder_ + "/nowhere/address", "127.0.0.1:1");
  EXPECT_EQ(errorDetail(status).reason, "ADDRESS_FILE_FAILED");
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("/nowhere/address"));
  EXPECT_THAT(errorDetail(status).remedy, testing::HasSubstr("--address-file"));
}

TEST_F(AddressFile, AFailedRenameLeavesNoTemporaryFile) {
  std::filesystem::create_directory(folder_ + "/address");
  EXPECT_FALSE(writeAddressFile(folder_ + "/address", "127.0.0.1:1").ok());
  const std::filesystem::directory_iterator entries(folder_);
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

}  // namespace
}  // namespace geotask
