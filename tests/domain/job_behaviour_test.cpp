// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/job_behaviour.h"

namespace geotask {

INSTANTIATE_TEST_SUITE_P(Fake, JobBehaviour, testing::Values(fakeExecutorKind()));

}  // namespace geotask
