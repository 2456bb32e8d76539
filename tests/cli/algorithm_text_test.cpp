// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/algorithm_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/paragraph.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::Parameter* add(v1::Algorithm& algorithm, const std::string& name, const std::string& type,
                   const std::string& description) {
  v1::Parameter* parameter = algorithm.add_parameters();
  parameter->set_name(name);
  parameter->set_type(type);
  parameter->set_description(description);
  return parameter;
}

v1::Algorithm buffer() {
  v1::Algorithm buffer;
  buffer.set_id("native:buffer");
  buffer.set_title("Buffer");
  buffer.set_group("Vector geometry");
  buffer.set_provider_title("QGIS (native c++)");
  buffer.set_help("Computes a buffer.\n\nEach feature gets its own.");
  add(buffer, "INPUT", "source", "Input layer")->add_data_types("VectorAnyGeometry");
  v1::Parameter* segments = add(buffer, "SEGMENTS", "number", "Segments");
  segments->mutable_default_value()->set_number_value(5);
  segments->set_minimum(1);
  segments->set_integer(true);
  v1::Parameter* cap = add(buffer, "END_CAP_STYLE", "enum", "End cap style");
  for (const char* option : {"Round", "Flat", "Square"}) cap->add_options(option);
  cap->mutable_default_value()->set_number_value(0);
  add(buffer, "NOTE", "string", "Note")->set_optional(true);
  add(buffer, "SECRET", "string", "Not for people")->set_hidden(true);
  add(buffer, "OUTPUT", "sink", "Buffered")->set_destination(true);
  v1::OutputDefinition* output = buffer.add_outputs();
  output->set_name("OUTPUT");
  output->set_type("outputVector");
  output->set_description("Buffered");
  return buffer;
}

TEST(DescribeAlgorithm, TellsWhatItDoesTakesAndGives) {
  EXPECT_EQ(describe(buffer(), 80),
            "native:buffer Buffer\n"
            "Vector geometry, QGIS (native c++)\n"
            "\n"
            "Computes a buffer.\n"
            "\n"
            "Each feature gets its own.\n"
            "\n"
            "Parameters\n"
            "  --INPUT=LAYER (required)\n"
            "      Input layer. Takes a vector layer with geometry\n"
            "  --SEGMENTS=INTEGER [5]\n"
            "      Segments. Accepted: at least 1\n"
            "  --END_CAP_STYLE=CHOICE [0]\n"
            "      End cap style. Choices: 0 Round, 1 Flat, 2 Square\n"
            "  --NOTE=TEXT (optional)\n"
            "      Note\n"
            "  --OUTPUT=FILE (optional)\n"
            "      Buffered\n"
            "\n"
            "Outputs\n"
            "  OUTPUT: rows, or a vector file (Buffered)\n");
}

TEST(DescribeAlgorithm, SaysWhyItIsDenied) {
  v1::Algorithm wipe = buffer();
  wipe.set_denied("it wipes; the operator can allow it with --allow-algorithms native:wipe");
  wipe.add_flags(v1::Algorithm::FLAG_DEPRECATED);
  EXPECT_EQ(notesText(wipe), "denied, deprecated");
  EXPECT_THAT(describe(wipe, 80), HasSubstr("Denied here: it wipes; the operator can allow it"));
  EXPECT_EQ(notesText(buffer()), "");
}

TEST(DescribeAlgorithm, KeepsToTheWidth) {
  v1::Algorithm wordy = buffer();
  wordy.set_help(std::string(50, 'a') + " b c d e f g h i j k l m n o p q r s t u v w x y z");
  const std::string text = describe(wordy, 60);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    EXPECT_LE(columnsOf(text.substr(begin, end - begin)), 60u) << text;
    begin = end + 1;
  }
}

TEST(DescribeAlgorithm, ShowsControlCharactersOfTheServer) {
  v1::Algorithm odd = buffer();
  odd.set_title("a\x1b[2Jb");
  EXPECT_THAT(describe(odd, 80), HasSubstr("a\\x1b[2Jb"));
}

TEST(Layers, AreListedAsPeopleSayIt) {
  v1::Parameter parameter;
  EXPECT_EQ(layersText(parameter), "");
  parameter.add_data_types("VectorPoint");
  EXPECT_EQ(layersText(parameter), "points");
  parameter.add_data_types("VectorLine");
  EXPECT_EQ(layersText(parameter), "points or lines");
  parameter.add_data_types("Raster");
  EXPECT_EQ(layersText(parameter), "points, lines or a raster");
}

TEST(ValueText, IsWhatOneTypes) {
  google::protobuf::Value value;
  EXPECT_EQ(valueText(value), "");
  value.set_number_value(0.1);
  EXPECT_EQ(valueText(value), "0.1");
  value.set_bool_value(true);
  EXPECT_EQ(valueText(value), "true");
  value.mutable_list_value()->add_values()->set_number_value(1);
  EXPECT_EQ(valueText(value), "[1]");
}

TEST(Paragraph, BreaksBetweenWordsAndKeepsEmptyLines) {
  EXPECT_EQ(paragraph("one two  three\n\nfour\n", 9, 2), "  one two\n  three\n\n  four\n");
  EXPECT_EQ(paragraph("aaaaaaaaaaaa b", 5), "aaaaaaaaaaaa\nb\n");
  EXPECT_EQ(paragraph("äöü äöü", 7), "äöü äöü\n");
  EXPECT_EQ(paragraph(" \n ", 7), "");
}

}  // namespace
}  // namespace geotask::cli
