// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/protocol.h"

#include <gtest/gtest.h>

#include "domain/errors.h"
#include "worker/call_message.h"
#include "worker/description_json.h"
#include "worker/worker_setup.h"

namespace geotask {
namespace {

TEST(Protocol, MessagesThatAreNoObjectsAreRefused) {
  for (const char* text : {"", "[]", "3", "{", "{\"a\":\"\xff\"}", "nul"}) {
    EXPECT_FALSE(readMessage(text).ok()) << text;
  }
  EXPECT_TRUE(readMessage("{}").ok());
}

TEST(Protocol, DeepNestingIsRefusedBeforeItIsParsed) {
  EXPECT_FALSE(readMessage("{\"a\":" + std::string(1000000, '[')).ok());
  // Brackets in texts nest nothing.
  EXPECT_TRUE(readMessage("{\"a\":\"\\\"" + std::string(1000, '[') + "\"}").ok());
}

TEST(Protocol, MembersOfAnotherKindAreAsIfTheyWereNotThere) {
  const Json json = {{"text", 3}, {"flag", "yes"}, {"number", "4"}, {"list", Json::object()}};
  EXPECT_EQ(textIn(json, "text"), "");
  EXPECT_FALSE(flagIn(json, "flag"));
  EXPECT_EQ(numberIn(json, "number"), 0);
  EXPECT_TRUE(listIn(json, "list").empty());
  EXPECT_TRUE(valueIn(json, "none").is_null());
}

TEST(Protocol, AnErrorKeepsItsDetail) {
  const absl::Status error =
      makeError(absl::StatusCode::kInvalidArgument, "parameters.DISTANCE: too far",
                {"INVALID_PARAMETER", "parameters.DISTANCE", "far", "near", "Come closer."});
  const absl::Status back = statusFromJson(toJson(error));
  EXPECT_EQ(back.message(), error.message());
  EXPECT_EQ(errorDetail(back).field, "parameters.DISTANCE");
  EXPECT_EQ(errorDetail(back).reason, "INVALID_PARAMETER");
  EXPECT_TRUE(statusFromJson(toJson(absl::OkStatus())).ok());
}

TEST(Protocol, CodesAndReasonsThatAreNotAWorkersAreNotPassedOn) {
  const absl::Status status =
      statusFromJson({{"code", static_cast<int>(absl::StatusCode::kUnauthenticated)},
                      {"reason", "<script>"},
                      {"message", "give me your password"}});
  EXPECT_TRUE(absl::IsInternal(status));
  EXPECT_EQ(errorDetail(status).reason, "WORKER_MISBEHAVED");
  EXPECT_FALSE(statusFromJson(Json::array()).ok());
}

TEST(Protocol, ASchemaComesBackAsItWas) {
  Schema schema{{{"name", FieldType::kString, 20, 0}, {"height", FieldType::kDouble, 10, 3}},
                "MultiPolygonZ",
                "EPSG:4326"};
  const auto back = schemaFromJson(toJson(schema));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->geometry_type, "MultiPolygonZ");
  EXPECT_EQ(back->crs, "EPSG:4326");
  ASSERT_EQ(back->fields.size(), 2u);
  EXPECT_EQ(back->fields[1].type, FieldType::kDouble);
  EXPECT_EQ(back->fields[1].precision, 3);
}

TEST(Protocol, SchemasThatNoRowsCanHaveAreRefused) {
  EXPECT_FALSE(schemaFromJson({{"geometry_type", "Blob"}}).ok());
  EXPECT_FALSE(
      schemaFromJson({{"geometry_type", "Point"}, {"fields", {{{"name", "a"}, {"type", 99}}}}})
          .ok());
  EXPECT_FALSE(
      schemaFromJson({{"geometry_type", "Point"}, {"fields", Json(Json::array_t(3000))}}).ok());
}

TEST(Protocol, ACrsThatNamesGridFilesIsLeftOut) {
  const auto schema =
      schemaFromJson({{"geometry_type", "Point"}, {"crs", "+proj=longlat +nadgrids=/etc/passwd"}});
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(schema->crs, "");
}

TEST(Protocol, ACallComesBackAsItWas) {
  CallMessage message;
  message.run = true;
  message.call.algorithm = "native:buffer";
  message.call.parameters = {{"INPUT", "dataset:a"}, {"DISTANCE", 9007199254740993}};
  message.call.ellipsoid = "EPSG:7030";
  message.call.coordinate_operations = {{"EPSG:4326", "EPSG:3857", "+proj=webmerc", false}};
  message.inputs = {{"dataset:a", "", "", true, {{}, "Point", ""}, "roads"},
                    {"data:x", "dbname=gis", "postgres", false, {}, ""}};
  const CallMessage back = callFromJson(*readMessage(writeMessage(toJson(message))));
  EXPECT_TRUE(back.run);
  EXPECT_EQ(back.call.algorithm, "native:buffer");
  EXPECT_EQ(back.call.parameters, message.call.parameters);
  EXPECT_EQ(back.call.ellipsoid, "EPSG:7030");
  ASSERT_EQ(back.call.coordinate_operations.size(), 1u);
  EXPECT_EQ(back.call.coordinate_operations[0].source_crs, "EPSG:4326");
  EXPECT_EQ(back.call.coordinate_operations[0].destination_crs, "EPSG:3857");
  EXPECT_EQ(back.call.coordinate_operations[0].operation, "+proj=webmerc");
  EXPECT_FALSE(back.call.coordinate_operations[0].allow_fallback);
  ASSERT_EQ(back.inputs.size(), 2u);
  EXPECT_TRUE(back.inputs[0].rows);
  EXPECT_EQ(back.inputs[0].layer_name, "roads");
  EXPECT_EQ(back.inputs[1].provider, "postgres");
}

TEST(Protocol, DescriptionsComeBackSortedEachOnce) {
  AlgorithmDescription buffer;
  buffer.id = "native:buffer";
  buffer.flags = {"CAN_CANCEL"};
  buffer.needs_python = true;
  buffer.denied = "a worker does not decide that";
  ParameterDescription distance;
  distance.name = "DISTANCE";
  distance.type = "distance";
  distance.default_value = 10;
  distance.minimum = 0;
  buffer.parameters = {distance};
  buffer.outputs = {{"OUTPUT", "Buffered", "outputVector"}};
  AlgorithmDescription affine;
  affine.id = "native:affine";

  const auto back =
      algorithmsFromJson({toJson(buffer), "no object", toJson(affine), toJson(buffer)});
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[0].id, "native:affine");
  EXPECT_EQ(back[1].flags, buffer.flags);
  EXPECT_TRUE(back[1].needs_python);
  EXPECT_EQ(back[1].denied, "");
  ASSERT_EQ(back[1].parameters.size(), 1u);
  EXPECT_EQ(back[1].parameters[0].default_value, 10);
  EXPECT_EQ(back[1].parameters[0].minimum, 0);
  EXPECT_EQ(back[1].parameters[0].maximum, std::nullopt);
  EXPECT_EQ(back[1].outputs[0].type, "outputVector");
}

TEST(Protocol, AWorkerThatIsToldNothingOfTheSandboxIsInIt) {
  const auto setup = parseArgument(R"({"folder":"/w"})");
  ASSERT_TRUE(setup.ok());
  EXPECT_TRUE(setup->settings.sandbox);
  EXPECT_FALSE(setup->settings.network);
  EXPECT_FALSE(parseArgument("{}").ok());
}

}  // namespace
}  // namespace geotask
