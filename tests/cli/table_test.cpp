// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/table.h"

#include <gtest/gtest.h>

namespace geotask::cli {
namespace {

TEST(Table, ColumnsAreAsWideAsTheyMustBe) {
  Table table({"NAME", "STATE", "AGE"});
  table.add({"jobs/a", "RUNNING", "3s"});
  table.add({"jobs/long-one", "", "2d"});
  EXPECT_EQ(table.text(0),
            "NAME           STATE    AGE\n"
            "jobs/a         RUNNING  3s\n"
            "jobs/long-one  <none>   2d\n");
}

TEST(Table, FitsAWidthByCuttingTheWidestColumnButTheFirst) {
  Table table({"NAME", "INPUT", "AGE"});
  table.add({"jobs/long-one", "data:world/states_provinces", "2d"});
  EXPECT_EQ(table.text(30),
            "NAME           INPUT       AGE\n"
            "jobs/long-one  data:worl…  2d\n");
}

TEST(Table, CountsCharactersNotBytes) {
  Table table({"NAME", "AGE"});
  table.add({"Zürich", "1s"});
  table.add({"Berlin", "2s"});
  EXPECT_EQ(table.text(0),
            "NAME    AGE\n"
            "Zürich  1s\n"
            "Berlin  2s\n");
}

TEST(Table, ControlCharactersTakeTheRoomOfTheirNumbers) {
  Table table({"NAME", "AGE"});
  table.add({"a\x1b[2Jb", "1s"});
  EXPECT_EQ(table.text(0),
            "NAME       AGE\n"
            "a\\x1b[2Jb  1s\n");
}

}  // namespace
}  // namespace geotask::cli
