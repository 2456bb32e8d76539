// SPDX-License-Identifier: GPL-2.0-or-later
//
// The surroundings that an algorithm believes to be in. Main thread; one at a time, because the
// project is QGIS's one and only: algorithms, those in Python above all, look for it there.
#pragma once

#include <qgsprocessingcontext.h>

#include <memory>

#include "absl/status/statusor.h"
#include "qgis/processing/algorithm_call.h"
#include "qgis/processing/call_layers.h"

namespace geotask {

class CallContext {
 public:
  // INVALID_PARAMETER at project_crs, ellipsoid, distance_unit, area_unit, invalid_features, project
  // or coordinate_operations[i]. Without a project and its CRS there is no project at all, as in qgis_process.
  static absl::StatusOr<std::unique_ptr<CallContext>> make(const CallRequest& request,
                                                           CallLayers& layers);
  // Closes all layers that the algorithm has opened, and the project.
  ~CallContext();

  QgsProcessingContext& qgis() { return context_; }

 private:
  CallContext() = default;
  absl::Status openProject(const CallRequest& request);
  absl::Status setMeasures(const CallRequest& request);
  absl::Status setInvalidFeatures(const std::string& what);
  absl::Status setCoordinateOperations(const CallRequest& request);

  QgsProcessingContext context_;
  bool has_project_ = false;
  bool project_changed_ = false;
};

}  // namespace geotask
