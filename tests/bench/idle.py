# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a daemon and its processes compute, as the kernel counts it."""

import contextlib
import pathlib
import time

STEP = 0.005  # Seconds between two looks.
WINDOW = 0.1  # Seconds in which next to nothing is computed: idle.
NOTHING = 0.1  # Of one core: a daemon at rest wakes up now and then.
GIVE_UP = 30


def until_idle(daemon):
    """The moment since which next to nothing is computed; GIVE_UP seconds from now at the latest."""
    began = time.monotonic()
    looks = [(began, computed(daemon))]
    while looks[-1][0] < began + GIVE_UP:
        time.sleep(STEP)
        looks.append((time.monotonic(), computed(daemon)))
        at, now = looks[-1]
        window = [(when, value) for when, value in looks if when >= at - WINDOW]
        if at - looks[0][0] >= WINDOW and now - window[0][1] <= NOTHING * WINDOW:
            return window[0][0]
    return looks[-1][0]


def computed(daemon):
    """Seconds for which the threads of the daemon and of its children have been on a core."""
    total = 0
    for pid in (daemon.process.pid, *_children(daemon.process.pid)):
        for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError, IndexError):  # It has ended meanwhile.
                total += int(task.read_text().split()[0])
    return total / 1e9


def _children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            for child in map(int, task.read_text().split()):
                found += [child, *_children(child)]
    return found
