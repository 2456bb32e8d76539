// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_processing.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "domain/errors.h"
#include "rpc/convert_value.h"
#include "rpc/enum_check.h"

namespace geotask {
namespace {

constexpr const char* kInvalidFeatures[] = {"", "abort", "skip", "ignore"};
static_assert(v1::Processing::INVALID_FEATURES_ABORT == 1);
static_assert(v1::Processing::INVALID_FEATURES_IGNORE == 3);

}  // namespace

absl::StatusOr<ProcessingCall> fromProto(const v1::Processing& proto) {
  if (proto.algorithm().empty())
    return makeError(
        absl::StatusCode::kInvalidArgument,
        {"MISSING_FIELD", "algorithm", "", "the id of an algorithm, as native:centroids",
         "ListAlgorithms tells which there are."});
  if (absl::Status status = checkEnum(v1::Processing::InvalidFeatures_descriptor(),
                                      proto.invalid_features(), "invalid_features");
      !status.ok())
    return status;
  ProcessingCall call;
  call.algorithm = proto.algorithm();
  auto parameters = fromProto(proto.parameters());
  if (!parameters.ok()) return atField("parameters", parameters.status());
  call.parameters = *std::move(parameters);
  call.invalid_features = kInvalidFeatures[proto.invalid_features()];
  call.project_crs = proto.project_crs();
  call.ellipsoid = proto.ellipsoid();
  call.distance_unit = proto.distance_unit();
  call.area_unit = proto.area_unit();
  call.project = proto.project();
  for (const v1::Processing::CoordinateOperation& given : proto.coordinate_operations()) {
    call.coordinate_operations.push_back({given.source_crs(), given.destination_crs(),
                                          given.operation(),
                                          !given.has_allow_fallback() || given.allow_fallback()});
  }
  return call;
}

void toProto(const ProcessingCall& call, v1::Processing& proto) {
  proto.set_algorithm(call.algorithm);
  toProto(call.parameters, *proto.mutable_parameters());
  const auto* how =
      std::find(std::begin(kInvalidFeatures), std::end(kInvalidFeatures), call.invalid_features);
  proto.set_invalid_features(
      static_cast<v1::Processing::InvalidFeatures>(how - std::begin(kInvalidFeatures)));
  proto.set_project_crs(call.project_crs);
  proto.set_ellipsoid(call.ellipsoid);
  proto.set_distance_unit(call.distance_unit);
  proto.set_area_unit(call.area_unit);
  proto.set_project(call.project);
  for (const CoordinateOperation& operation : call.coordinate_operations) {
    v1::Processing::CoordinateOperation& added = *proto.add_coordinate_operations();
    added.set_source_crs(operation.source_crs);
    added.set_destination_crs(operation.destination_crs);
    added.set_operation(operation.operation);
    added.set_allow_fallback(operation.allow_fallback);
  }
}

}  // namespace geotask
