// SPDX-License-Identifier: GPL-2.0-or-later
//
// The QGIS task feeder as an executor for the suites of tests/support.
#pragma once

#include "support/job_engine.h"

namespace geotask::testing {

ExecutorKind qgisExecutorKind();

}  // namespace geotask::testing
