// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_server.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

// `layers` layers with `fields` fields each.
SourceInfo source(const std::string& name, int layers, int fields) {
  SourceInfo source;
  source.name = name;
  for (int i = 0; i < layers; ++i) {
    LayerInfo layer;
    layer.name = "layer " + std::to_string(i);
    for (int j = 0; j < fields; ++j) layer.schema.fields.push_back({"field " + std::to_string(j)});
    source.layers.push_back(layer);
  }
  return source;
}

TEST(ConvertServer, AnAnswerThatFitsIsWhole) {
  const auto info = serverInfo({}, {source("a", 2, 3), source("b", 1, 0)}, "", 1 << 20);
  ASSERT_EQ(info->sources_size(), 2);
  EXPECT_EQ(info->sources(0).layers(1).schema().fields_size(), 3);
  EXPECT_FALSE(info->sources(0).fields_omitted());
}

TEST(ConvertServer, OneSourceCanBeAskedFor) {
  const auto info = serverInfo({}, {source("a", 2, 3), source("b", 1, 0)}, "b", 1 << 20);
  ASSERT_EQ(info->sources_size(), 1);
  EXPECT_EQ(info->sources(0).name(), "b");
}

TEST(ConvertServer, FieldsAreLeftOutFirst) {
  const auto info = serverInfo({}, {source("a", 10, 100)}, "", 5000);
  EXPECT_LE(info->ByteSizeLong(), 5000u);
  EXPECT_TRUE(info->sources(0).fields_omitted());
  EXPECT_EQ(info->sources(0).layers_size(), 10);
  EXPECT_EQ(info->sources(0).layers_omitted(), 0);
}

TEST(ConvertServer, ThenLayersAtTheEnd) {
  const auto info = serverInfo({}, {source("a", 1000, 1), source("b", 1000, 1)}, "", 5000);
  EXPECT_LE(info->ByteSizeLong(), 5000u);
  for (const v1::Source& source : info->sources()) {
    EXPECT_GT(source.layers_size(), 10);
    EXPECT_EQ(source.layers_size() + source.layers_omitted(), 1000u);
    EXPECT_EQ(source.layers(0).name(), "layer 0");
  }
}

}  // namespace
}  // namespace geotask
