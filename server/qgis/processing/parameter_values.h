// SPDX-License-Identifier: GPL-2.0-or-later
//
// Values of parameters as JSON, made into what QGIS takes. The encoding is specified at message
// Processing in proto/geotask/v1/processing.proto. Main thread.
#pragma once

#include <qgsprocessingparameters.h>

#include <QVariant>

#include "absl/status/statusor.h"
#include "domain/json.h"
#include "qgis/processing/call_layers.h"

namespace geotask {

// The value for a parameter that is no destination; not for null, which is left out of the call.
// INVALID_PARAMETER at parameters.NAME.
absl::StatusOr<QVariant> parameterValue(const QgsProcessingParameterDefinition& parameter,
                                        const Json& given, const CallLayers& layers);

// What a parameter accepts, as words for a message: "a number from 0 to 99".
std::string acceptedBy(const QgsProcessingParameterDefinition& parameter);

// JSON as it is shown in messages.
std::string shown(const Json& value);

}  // namespace geotask
