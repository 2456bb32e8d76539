# SPDX-License-Identifier: GPL-2.0-or-later
"""For what the daemon does in its own time.

    eventually(lambda: not daemon.row_files())
"""

import time

from support.daemon import DEADLINE


def eventually(condition):
    """Returns once the condition holds; it is looked at again and again until the deadline."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)
