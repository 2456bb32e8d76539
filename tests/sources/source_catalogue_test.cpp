// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/source_catalogue.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "domain/errors.h"
#include "test_data.h"

namespace geotask::testing {
namespace {

std::vector<std::string> layerNames(const SourceInfo& source) {
  std::vector<std::string> names;
  for (const LayerInfo& layer : source.layers) names.push_back(layer.name);
  return names;
}

GdalSourceCatalogue::Options quick() {
  GdalSourceCatalogue::Options options;
  options.look_at_files = std::chrono::milliseconds(20);
  return options;
}

TEST(SourceCatalogue, DescribesFilesAndFolders) {
  const ScratchDir dir;
  std::filesystem::create_directories(dir.path("folder"));
  writePoints(dir.path("folder/one.gpkg"), {"anything"});
  writePoints(dir.path("folder/two.gpkg"), {"b", "a"});
  writeGeoJson(dir.path("folder/readme.txt"), "not data");
  writePoints(dir.path("file.gpkg"), {"roads", "towns"});
  const GdalSourceCatalogue catalogue(
      {{"maps", dir.path("folder")}, {"base", dir.path("file.gpkg")}}, {}, systemClock(),
      {[](const SourceDescription&) {}, [](const std::string&, const std::string&) {}});

  const auto sources = catalogue.sources();
  ASSERT_EQ(sources->size(), 2U);
  EXPECT_EQ((*sources)[0].name, "base");
  EXPECT_EQ((*sources)[0].kind, SourceKind::kFile);
  EXPECT_EQ(layerNames((*sources)[0]), (std::vector<std::string>{"roads", "towns"}));
  EXPECT_EQ((*sources)[0].layers[0].feature_count, 1U);
  EXPECT_EQ((*sources)[1].kind, SourceKind::kFolder);
  EXPECT_EQ(layerNames((*sources)[1]), (std::vector<std::string>{"one", "two/a", "two/b"}));

  Feature row;
  auto reader = catalogue.open("maps", "two/b");
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_TRUE(*(*reader)->next(row));
  EXPECT_EQ(errorDetail(catalogue.open("maps", "../file").status()).reason, "INPUT_UNREADABLE");
}

TEST(SourceCatalogue, OffersRastersByTheNamesOfTheirFiles) {
  const ScratchDir dir;
  std::filesystem::create_directories(dir.path("folder"));
  writePoints(dir.path("folder/dem.gpkg"), {"anything"});
  writeRaster(dir.path("folder/dem.tif"));
  std::filesystem::copy(dir.path("folder/dem.tif"), dir.path("folder/dem.tif.ovr"));
  writeRaster(dir.path("alone.tif"));
  const GdalSourceCatalogue catalogue(
      {{"maps", dir.path("folder")}, {"alone", dir.path("alone.tif")}}, {}, systemClock(),
      {[](const SourceDescription&) {}, [](const std::string&, const std::string&) {}});

  const SourceInfo alone = catalogue.sources()->at(0);
  EXPECT_EQ(alone.error, "");
  EXPECT_TRUE(alone.layers.empty());
  ASSERT_EQ(alone.rasters.size(), 1U);
  const SourceInfo maps = catalogue.sources()->at(1);
  EXPECT_EQ(layerNames(maps), (std::vector<std::string>{"dem"}));
  ASSERT_EQ(maps.rasters.size(), 1U) << "overviews are none";
  EXPECT_EQ(maps.rasters[0].name, "dem.tif");
  EXPECT_EQ(maps.rasters[0].width, 4);
  EXPECT_EQ(maps.rasters[0].height, 3);
  EXPECT_EQ(maps.rasters[0].bands, 2);
  EXPECT_EQ(maps.rasters[0].crs, "EPSG:3857");

  EXPECT_EQ(catalogue.locate("maps", "dem")->provider, "ogr");
  EXPECT_EQ(catalogue.locate("maps", "dem.tif")->uri, dir.path("folder/dem.tif"));
  EXPECT_EQ(catalogue.locate("alone", "alone.tif")->uri, dir.path("alone.tif"));
  EXPECT_FALSE(catalogue.locate("maps", "dem.tif.ovr"));
  EXPECT_FALSE(catalogue.locate("maps", "../alone.tif"));
}

TEST(SourceCatalogue, SeesAFileThatIsAddedLater) {
  const ScratchDir dir;
  const GdalSourceCatalogue catalogue(
      {{"maps", dir.path()}}, quick(), systemClock(),
      {[](const SourceDescription&) {}, [](const std::string&, const std::string&) {}});
  EXPECT_TRUE(catalogue.sources()->front().layers.empty());
  writePoints(dir.path("new.gpkg"), {"x"});
  for (int i = 0; i < 500 && catalogue.sources()->front().layers.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(layerNames(catalogue.sources()->front()), (std::vector<std::string>{"new"}));
}

TEST(SourceCatalogue, TellsOperatorAndClientDifferentThingsAboutABrokenSource) {
  const ScratchDir dir;
  writeGeoJson(dir.path("broken.gpkg"), "this is no GeoPackage");
  std::string told_operator;
  const GdalSourceCatalogue catalogue(
      {{"broken", dir.path("broken.gpkg")}}, {}, systemClock(),
      {[&](const SourceDescription& source) { told_operator = source.operator_error; }, {}});
  const SourceInfo& source = catalogue.sources()->front();
  EXPECT_FALSE(source.error.empty());
  EXPECT_EQ(source.error.find(dir.path()), std::string::npos);
  EXPECT_NE(told_operator.find("broken.gpkg"), std::string::npos);
}

// Reading must leave no trace: no journal beside the file, no new time of change.
TEST(SourceCatalogue, LeavesTheDataAsItWas) {
  const ScratchDir dir;
  writePoints(dir.path("p.gpkg"), {"p"});
  const auto before = std::filesystem::last_write_time(dir.path("p.gpkg"));
  {
    const GdalSourceCatalogue catalogue(
        {{"p", dir.path("p.gpkg")}}, {}, systemClock(),
        {[](const SourceDescription&) {}, [](const std::string&, const std::string&) {}});
    auto reader = catalogue.open("p", "p");
    Feature row;
    ASSERT_TRUE(*(*reader)->next(row));
  }
  EXPECT_EQ(std::filesystem::last_write_time(dir.path("p.gpkg")), before);
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(dir.path()))
    ++files;
  EXPECT_EQ(files, 1U);
}

}  // namespace
}  // namespace geotask::testing
