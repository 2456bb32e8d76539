// SPDX-License-Identifier: GPL-2.0-or-later
//
// What INPUT means, with and without a file of that name.
#include <gmock/gmock.h>

#include "cli/data_support.h"
#include "cli/input_spec.h"

namespace geotask::cli {
namespace {

using Kind = InputSpec::Kind;

TEST(InputSpec, DataNamesALayerOfTheServer) {
  const auto spec = parseInput("data:world/countries");
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->kind, Kind::kLayer);
  EXPECT_EQ(spec->source, "data:world/countries");
  EXPECT_FALSE(spec->isLocal());
}

TEST(InputSpec, DataWithoutALayerIsRefusedWithTheForm) {
  for (const char* text : {"data:", "data:world", "data:world/", "data:/countries"}) {
    const auto spec = parseInput(text);
    ASSERT_FALSE(spec.ok()) << text;
    EXPECT_THAT(spec.error().remedy, testing::HasSubstr("data:SOURCE/LAYER"));
  }
}

TEST(InputSpec, DatasetsAndJobsAreNamedByReferenceOrAsTheApiDoes) {
  for (const char* text : {"dataset:lakes", "datasets/lakes"}) {
    const auto spec = parseInput(text);
    ASSERT_TRUE(spec.ok()) << text;
    EXPECT_EQ(spec->kind, Kind::kDataset);
    EXPECT_EQ(spec->source, "datasets/lakes");
    EXPECT_FALSE(spec->isLocal());
  }
  for (const char* text : {"job:rivers-2024", "jobs/rivers-2024"}) {
    const auto spec = parseInput(text);
    ASSERT_TRUE(spec.ok()) << text;
    EXPECT_EQ(spec->kind, Kind::kJob);
    EXPECT_EQ(spec->source, "jobs/rivers-2024");
    EXPECT_FALSE(spec->isLocal());
  }
}

TEST(InputSpec, AReferenceThatCannotBeAnIdIsRefusedWithTheForm) {
  for (const char* text : {"dataset:", "dataset:Lakes", "dataset:lakes.gpkg", "job:a/b", "job:-"}) {
    const auto spec = parseInput(text);
    ASSERT_FALSE(spec.ok()) << text;
    EXPECT_EQ(spec.error().reason, "INVALID_NAME");
    EXPECT_THAT(spec.error().accepted, testing::HasSubstr("a-z0-9-"));
  }
}

TEST(InputSpec, APathThatOnlyBeginsLikeANameOfTheApiIsAPath) {
  EXPECT_EQ(parseInput("datasets/lakes.gpkg")->kind, Kind::kFile);
  EXPECT_EQ(parseInput("jobs/2024/rivers.shp|rivers")->source, "jobs/2024/rivers.shp");
}

TEST(InputSpec, ABarPicksTheLayerOfAFile) {
  EXPECT_EQ(parseInput("a b.gpkg|my layer")->source, "a b.gpkg");
  EXPECT_EQ(parseInput("a b.gpkg|my layer")->layer, "my layer");
  EXPECT_EQ(parseInput("a.gpkg|layername=lakes")->layer, "lakes");
  EXPECT_EQ(parseInput("a.shp")->layer, "");
  EXPECT_FALSE(parseInput("a.gpkg|").ok());
  EXPECT_FALSE(parseInput("|lakes").ok());
}

TEST(InputSpec, ADashIsStandardInput) {
  EXPECT_EQ(parseInput("-")->kind, Kind::kStandardInput);
  EXPECT_TRUE(parseInput("-")->isLocal());
}

class ExistingFile : public DataTest {
 protected:
  ExistingFile() : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(path(""));
  }
  ~ExistingFile() override { std::filesystem::current_path(before_); }

 private:
  const std::filesystem::path before_;
};

TEST_F(ExistingFile, WithABarInItsNameIsTakenWhole) {
  const std::string file = write("north|south.csv", "id,WKT\n1,POINT (8 47)\n");
  EXPECT_EQ(parseInput(file)->source, file);
  EXPECT_EQ(parseInput(file)->layer, "");
  EXPECT_EQ(rowsOf(*openInput(file)).size(), 1u);
  EXPECT_EQ(parseInput(file + "|north|south")->layer, "south");
}

TEST_F(ExistingFile, GoesBeforeANameOfTheApiButNotBeforeAReference) {
  std::filesystem::create_directory("datasets");
  write("datasets/lakes", "WKT\n");
  write("dataset:lakes", "WKT\n");
  EXPECT_EQ(parseInput("datasets/lakes")->kind, Kind::kFile);
  EXPECT_EQ(parseInput("datasets/rivers")->kind, Kind::kDataset);
  EXPECT_EQ(parseInput("dataset:lakes")->kind, Kind::kDataset);
}

}  // namespace
}  // namespace geotask::cli
