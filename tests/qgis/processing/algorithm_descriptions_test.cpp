// SPDX-License-Identifier: GPL-2.0-or-later
//
// What algorithms of QGIS are, drawn for some that everyone knows.
#include "qgis/processing/algorithm_descriptions.h"

#include <gmock/gmock.h>
#include <qgsprocessingparameters.h>

#include <algorithm>
#include <memory>

#include "domain/algorithm_lookup.h"
#include "qgis/processing/variant_json.h"

namespace geotask::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<AlgorithmDescription>& all() {
  static const std::vector<AlgorithmDescription> descriptions = describeAlgorithms();
  return descriptions;
}

AlgorithmDescription algorithm(const std::string& id) {
  const AlgorithmDescription* found = findAlgorithm(all(), id);
  EXPECT_NE(found, nullptr) << id;
  return found != nullptr ? *found : AlgorithmDescription();
}

ParameterDescription parameter(const std::string& id, const std::string& name) {
  for (const ParameterDescription& candidate : algorithm(id).parameters) {
    if (candidate.name == name) return candidate;
  }
  ADD_FAILURE() << id << " has no " << name;
  return {};
}

TEST(AlgorithmDescriptions, AreSortedByIdAndComplete) {
  EXPECT_GE(all().size(), 230U);
  EXPECT_TRUE(std::is_sorted(all().begin(), all().end(),
                             [](const auto& one, const auto& other) { return one.id < other.id; }));
  for (const AlgorithmDescription& description : all()) {
    EXPECT_FALSE(description.title.empty()) << description.id;
    EXPECT_FALSE(description.needs_python) << description.id;
    EXPECT_THAT(description.help, Not(HasSubstr("<p>"))) << description.id;
    for (const ParameterDescription& each : description.parameters) {
      EXPECT_FALSE(each.name.empty() || each.type.empty()) << description.id;
      EXPECT_EQ(each.definition.value("name", ""), each.name) << description.id;
    }
  }
}

TEST(AlgorithmDescriptions, TheBufferIsKnownInFull) {
  const AlgorithmDescription buffer = algorithm("native:buffer");
  EXPECT_EQ(buffer.provider, "native");
  EXPECT_EQ(buffer.title, "Buffer");
  EXPECT_EQ(buffer.group, "Vector geometry");
  EXPECT_THAT(buffer.flags, Contains("CAN_CANCEL"));
  ASSERT_FALSE(buffer.outputs.empty());
  EXPECT_EQ(buffer.outputs[0].name, "OUTPUT");
  EXPECT_EQ(buffer.outputs[0].type, "outputVector");

  const ParameterDescription input = parameter("native:buffer", "INPUT");
  EXPECT_EQ(input.type, "source");
  EXPECT_FALSE(input.optional);
  EXPECT_TRUE(input.default_value.is_null());
  EXPECT_THAT(input.data_types, Not(::testing::IsEmpty()));

  const ParameterDescription distance = parameter("native:buffer", "DISTANCE");
  EXPECT_EQ(distance.type, "distance");
  EXPECT_EQ(distance.default_value, 10);
  EXPECT_EQ(distance.parent, "INPUT");
  EXPECT_FALSE(distance.minimum.has_value());

  const ParameterDescription segments = parameter("native:buffer", "SEGMENTS");
  EXPECT_TRUE(segments.integer);
  EXPECT_EQ(segments.minimum, 1);

  EXPECT_THAT(parameter("native:buffer", "END_CAP_STYLE").options,
              ElementsAre("Round", "Flat", "Square"));

  const ParameterDescription output = parameter("native:buffer", "OUTPUT");
  EXPECT_TRUE(output.destination);
  EXPECT_TRUE(output.supports_rows);
  EXPECT_EQ(output.default_value, "TEMPORARY_OUTPUT");
  EXPECT_EQ(output.extensions.front(), "gpkg");
}

TEST(AlgorithmDescriptions, OptionalListsParentsFilesAndFolders) {
  const ParameterDescription fields = parameter("native:dissolve", "FIELD");
  EXPECT_TRUE(fields.optional && fields.multiple);
  EXPECT_EQ(fields.parent, "INPUT");
  const ParameterDescription layers = parameter("native:mergevectorlayers", "LAYERS");
  EXPECT_TRUE(layers.multiple);
  EXPECT_THAT(parameter("native:slope", "OUTPUT").extensions, Contains("tif"));
  EXPECT_FALSE(parameter("native:slope", "OUTPUT").supports_rows);
  EXPECT_TRUE(parameter("native:splitvectorlayer", "OUTPUT").folder);
  EXPECT_THAT(parameter("native:importphotos", "FOLDER").folder, true);
  EXPECT_TRUE(parameter("native:importphotos", "INVALID").optional);
  EXPECT_TRUE(parameter("native:importphotos", "INVALID").default_value.is_null());
  EXPECT_THAT(parameter("native:slope", "INPUT").data_types, ElementsAre("Raster"));
}

TEST(AlgorithmDescriptions, FlagsTellWhatAnAlgorithmNeeds) {
  EXPECT_THAT(algorithm("native:rasterize").flags, Contains("REQUIRES_PROJECT"));
  EXPECT_THAT(algorithm("native:printlayouttopdf").flags, Contains("NO_THREADING"));
  EXPECT_THAT(algorithm("native:translategeometry").flags, Contains("SUPPORTS_IN_PLACE_EDITS"));
}

TEST(AlgorithmDescriptions, ADefinitionMakesTheSameParameterAgain) {
  for (const AlgorithmDescription& description : all()) {
    for (const ParameterDescription& each : description.parameters) {
      const std::unique_ptr<QgsProcessingParameterDefinition> again(
          QgsProcessingParameters::parameterFromVariantMap(toVariant(each.definition).toMap()));
      if (!again) continue;  // Types that QGIS itself cannot make from a map.
      EXPECT_EQ(again->name().toStdString(), each.name);
      EXPECT_EQ(again->type().toStdString(), each.type);
    }
  }
}

}  // namespace
}  // namespace geotask::testing
