// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations of a chain beside the calls of QGIS's algorithms that they equal.
#pragma once

#include <QVariantMap>
#include <string>
#include <vector>

#include "domain/transform.h"

namespace geotask::testing {

struct NativeOperation {
  std::string name;  // Letters and digits, for the names of tests.
  Transform::Operation operation;
  QString algorithm;
  QVariantMap parameters;
};

// At least one call for each operation.
const std::vector<NativeOperation>& nativeOperations();

}  // namespace geotask::testing
