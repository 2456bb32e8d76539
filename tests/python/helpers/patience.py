# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a test waits for a daemon that has just started, on a machine that is busy."""

import geotask
from support.daemon import DEADLINE

PATIENT = geotask.RetryPolicy(start_wait=DEADLINE)
