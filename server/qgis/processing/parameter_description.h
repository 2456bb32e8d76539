// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a parameter of an algorithm is, as a value.
#pragma once

#include <qgsprocessingparameters.h>

#include "domain/algorithm.h"

namespace geotask {

ParameterDescription describeParameter(const QgsProcessingParameterDefinition& parameter);

// Text of QGIS, which may be HTML, as plain text.
std::string plainText(const QString& text);

}  // namespace geotask
