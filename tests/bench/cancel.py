# SPDX-License-Identifier: GPL-2.0-or-later
"""How long after a cancel the cores are idle: those of the daemon and of its worker processes.

    probe = cancels(lambda daemon: submit(...), moments=10)     # {"worst": 0.12, "median": 0.03}
"""

import statistics
import time

import grpc

from idle import until_idle
from ours import fresh_daemon
from probe import Probe
from support import calls
from geotask.v1 import job_pb2, jobs_pb2

LONG = 5  # Seconds: of a longer job the cancels come in so many.


def cancels(title, submit, moments=10):
    """Cancels the job that `submit` gives at so many moments of its run, with a new daemon for all."""
    def run():
        times = []
        with fresh_daemon() as daemon:
            span = min(length(daemon, submit(daemon).name) for _ in range(2))
            while len(times) < moments:
                job = submit(daemon)
                calls.wait_for_state(daemon, job.name, job_pb2.JOB_STATE_RUNNING)
                time.sleep(span * (len(times) + 0.5) / (moments + 1))
                asked = time.monotonic()
                if has_ended(daemon, job.name):
                    span *= 0.9  # It was quicker this time: that moment once more, and sooner.
                    continue
                times.append(until_idle(daemon) - asked)
        return {"worst": max(times), "median": statistics.median(times)}
    return Probe(title, run)


def has_ended(daemon, name):
    """Cancels the job; true when it was too late."""
    try:
        calls.cancel(daemon, name)
    except grpc.RpcError as error:
        if error.code() != grpc.StatusCode.FAILED_PRECONDITION:
            raise
        return True
    return False


def length(daemon, name):
    """How long the job runs; LONG when it is longer, and then it is cancelled."""
    calls.wait_for_state(daemon, name, job_pb2.JOB_STATE_RUNNING)
    began = time.monotonic()
    try:
        for _ in daemon.jobs.WatchJob(jobs_pb2.WatchJobRequest(name=name), timeout=LONG):
            pass
    except grpc.RpcError:
        calls.cancel(daemon, name)
        until_idle(daemon)
        return LONG
    return time.monotonic() - began
