// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/job_stress_suite.h"

#include "feeder_under_test.h"

namespace geotask {

INSTANTIATE_TEST_SUITE_P(Qgis, JobStress,
                         ::testing::Combine(::testing::Values(testing::qgisExecutorKind()),
                                            ::testing::Values(1, 2, 8)));

}  // namespace geotask
