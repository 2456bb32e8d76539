# SPDX-License-Identifier: GPL-2.0-or-later
"""How long after a cancel the cores are idle: those of the daemon and of its worker processes.

    probe = cancels(lambda daemon: submit(...), moments=10)     # {"worst": 0.12, "median": 0.03}
"""

import contextlib
import pathlib
import statistics
import time

import grpc

from ours import fresh_daemon
from probe import Probe
from support import calls
from geotask.v1 import job_pb2, jobs_pb2

LONG = 5  # Seconds: of a longer job the cancels come in so many.
STEP = 0.005  # Seconds between two looks.
WINDOW = 0.1  # Seconds in which next to nothing is computed: idle.
NOTHING = 0.1  # Of one core: a daemon at rest wakes up now and then.
GIVE_UP = 30


def cancels(title, submit, moments=10):
    """Cancels the job that `submit` gives at so many moments, with a new daemon for all."""
    def run():
        times = []
        with fresh_daemon() as daemon:
            span = length(daemon, submit(daemon).name)
            for number in range(moments):
                job = submit(daemon)
                calls.wait_for_state(daemon, job.name, job_pb2.JOB_STATE_RUNNING)
                time.sleep(span * (number + 0.5) / (moments + 1))
                asked = time.monotonic()
                calls.cancel(daemon, job.name)
                times.append(until_idle(daemon) - asked)
        return {"worst": max(times), "median": statistics.median(times)}
    return Probe(title, run)


def length(daemon, name):
    """How long the job goes on; LONG when it is longer, and then it is cancelled."""
    began = time.monotonic()
    try:
        for _ in daemon.jobs.WatchJob(jobs_pb2.WatchJobRequest(name=name), timeout=LONG):
            pass
    except grpc.RpcError:
        calls.cancel(daemon, name)
        until_idle(daemon)
        return LONG
    return time.monotonic() - began


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
