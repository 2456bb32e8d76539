// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/transform_operations.h"

#include <gtest/gtest.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <set>
#include <string>
#include <vector>

namespace geotask::cli {
namespace {

// The members of the chain that these words give, in their order; or the error's message.
std::string chainOf(std::vector<std::string> words, v1::Transform* chain = nullptr) {
  CLI::App app;
  addTransformOperations(app);
  app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  const client::Result<v1::Transform> transform = transformOf(app);
  if (!transform.ok()) return transform.error().message;
  if (chain != nullptr) *chain = *transform;
  std::string names;
  for (const v1::Transform::Operation& operation : transform->operations()) {
    const auto& members = *operation.GetDescriptor();
    names += members.FindFieldByNumber(operation.operation_case())->name() + " ";
  }
  return names;
}

TEST(TransformOperations, AreInTheOrderOfTheCommandLine) {
  EXPECT_EQ(chainOf({"--centroid", "--reproject", "EPSG:3857", "--simplify", "10"}),
            "centroid reproject simplify ");
  EXPECT_EQ(chainOf({"--simplify", "10", "--centroid", "--reproject=EPSG:3857"}),
            "simplify centroid reproject ");
}

TEST(TransformOperations, MayBeRepeatedEachWithItsValue) {
  v1::Transform chain;
  EXPECT_EQ(chainOf({"--buffer", "2", "--swap-xy", "--buffer", "-1,join_style=mitre", "--swap-xy"},
                    &chain),
            "buffer swap_xy buffer swap_xy ");
  EXPECT_EQ(chain.operations(0).buffer().distance(), 2);
  EXPECT_EQ(chain.operations(2).buffer().distance(), -1);
  EXPECT_EQ(chain.operations(2).buffer().join_style(), v1::Buffer::JOIN_STYLE_MITRE);
}

TEST(TransformOperations, NamesStandForSettings) {
  v1::Transform chain;
  chainOf({"--centroid-of-parts", "--drop-z", "--delete-holes-below", "5"}, &chain);
  EXPECT_TRUE(chain.operations(0).centroid().all_parts());
  EXPECT_TRUE(chain.operations(1).drop_z_m().drop_z());
  EXPECT_FALSE(chain.operations(1).drop_z_m().drop_m());
  EXPECT_EQ(chain.operations(2).delete_holes().min_area(), 5);
}

TEST(TransformOperations, AGridOfOneSpacingIsOfSquares) {
  v1::Transform chain;
  chainOf({"--snap-to-grid", "10", "--snap-to-grid", "10,5,z_spacing=2"}, &chain);
  EXPECT_EQ(chain.operations(0).snap_to_grid().y_spacing(), 10);
  EXPECT_EQ(chain.operations(1).snap_to_grid().y_spacing(), 5);
  EXPECT_EQ(chain.operations(1).snap_to_grid().z_spacing(), 2);
}

TEST(TransformOperations, AWktKeepsItsCommas) {
  v1::Transform chain;
  const std::string wkt = "GEOGCRS[\"x\",DATUM[\"y\"]]";
  chainOf({"--reproject", wkt}, &chain);
  EXPECT_EQ(chain.operations(0).reproject().target_crs(), wkt);
}

TEST(TransformOperations, MistakesNameTheOption) {
  EXPECT_EQ(chainOf({}), "There is no operation.");
  EXPECT_EQ(chainOf({"--smooth", "much"}), "--smooth: 'much' for iterations is not a number.");
}

TEST(TransformOperations, ThereIsAnOptionForEachOperation) {
  CLI::App app;
  addTransformOperations(app);
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_name() == "--help") continue;
    words.push_back(option->get_name());
    if (option->get_items_expected_max() > 0) words.emplace_back("8");
  }
  v1::Transform chain;
  ASSERT_EQ(chainOf(words, &chain).find("--"), std::string::npos) << chainOf(words);
  std::set<int> members;
  for (const auto& operation : chain.operations()) members.insert(operation.operation_case());
  EXPECT_EQ(members.size(),
            static_cast<size_t>(v1::Transform::Operation::descriptor()->field_count()));
}

}  // namespace
}  // namespace geotask::cli
