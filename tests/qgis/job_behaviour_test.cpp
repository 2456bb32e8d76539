// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/job_behaviour.h"

#include "feeder_under_test.h"

namespace geotask {

INSTANTIATE_TEST_SUITE_P(Qgis, JobBehaviour, ::testing::Values(testing::qgisExecutorKind()));

}  // namespace geotask
