// SPDX-License-Identifier: GPL-2.0-or-later
//
// docs/operations.md has each setting as a flag and as a variable.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "config/settings.h"

namespace geotask {
namespace {

TEST(DocumentedSettings, AreAllSettingsThereAre) {
  std::ifstream file(GEOTASK_SOURCE_DIR "/docs/operations.md");
  std::ostringstream text;
  text << file.rdbuf();
  for (const Setting& setting : settings()) {
    EXPECT_NE(text.str().find("`--" + std::string(setting.name) + " "), std::string::npos)
        << setting.name;
    EXPECT_NE(text.str().find("`" + setting.environment() + "`"), std::string::npos)
        << setting.environment();
  }
}

}  // namespace
}  // namespace geotask
