// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/job_stress_suite.h"

namespace geotask {

INSTANTIATE_TEST_SUITE_P(Fake, JobStress,
                         testing::Combine(testing::Values(fakeExecutorKind()),
                                          testing::Values(1, 2, 8)));

}  // namespace geotask
