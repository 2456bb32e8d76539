// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/call_message.h"

#include <utility>

#include "worker/protocol.h"

namespace geotask {

namespace {

Json toJson(const std::vector<CoordinateOperation>& operations) {
  Json list = Json::array();
  for (const CoordinateOperation& operation : operations) {
    list.push_back({{"source_crs", operation.source_crs},
                    {"destination_crs", operation.destination_crs},
                    {"operation", operation.operation},
                    {"allow_fallback", operation.allow_fallback}});
  }
  return list;
}

}  // namespace

Json toJson(const StagedInput& input) {
  Json json = {{"reference", input.reference}};
  if (input.rows) {
    json["rows"] = true;
    json["schema"] = toJson(input.schema);
    json["layer_name"] = input.layer_name;
  } else {
    json["uri"] = input.uri;
    json["provider"] = input.provider;
  }
  return json;
}

StagedInput inputFromJson(const Json& json) {
  StagedInput input;
  input.reference = textIn(json, "reference");
  input.uri = textIn(json, "uri");
  input.provider = textIn(json, "provider");
  input.rows = flagIn(json, "rows");
  if (input.rows) {
    absl::StatusOr<Schema> schema = schemaFromJson(valueIn(json, "schema"));
    if (schema.ok()) input.schema = *std::move(schema);
    input.layer_name = textIn(json, "layer_name");
  }
  return input;
}

Json toJson(const CallMessage& message) {
  const ProcessingCall& call = message.call;
  Json inputs = Json::array();
  for (const StagedInput& input : message.inputs) inputs.push_back(toJson(input));
  return {{"type", message.run ? "run" : "check"},
          {"algorithm", call.algorithm},
          {"parameters", call.parameters},
          {"invalid_features", call.invalid_features},
          {"project_crs", call.project_crs},
          {"ellipsoid", call.ellipsoid},
          {"distance_unit", call.distance_unit},
          {"area_unit", call.area_unit},
          {"project", call.project},
          {"coordinate_operations", toJson(call.coordinate_operations)},
          {"inputs", std::move(inputs)}};
}

CallMessage callFromJson(const Json& json) {
  CallMessage message;
  message.run = textIn(json, "type") == "run";
  message.call.algorithm = textIn(json, "algorithm");
  message.call.parameters = valueIn(json, "parameters");
  message.call.invalid_features = textIn(json, "invalid_features");
  message.call.project_crs = textIn(json, "project_crs");
  message.call.ellipsoid = textIn(json, "ellipsoid");
  message.call.distance_unit = textIn(json, "distance_unit");
  message.call.area_unit = textIn(json, "area_unit");
  message.call.project = textIn(json, "project");
  for (const Json& member : listIn(json, "coordinate_operations")) {
    message.call.coordinate_operations.push_back(
        {textIn(member, "source_crs"), textIn(member, "destination_crs"),
         textIn(member, "operation"), flagIn(member, "allow_fallback")});
  }
  for (const Json& member : listIn(json, "inputs")) {
    message.inputs.push_back(inputFromJson(member));
  }
  return message;
}

}  // namespace geotask
