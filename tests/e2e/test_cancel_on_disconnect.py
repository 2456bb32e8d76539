# SPDX-License-Identifier: GPL-2.0-or-later
"""cancel_on_disconnect: a job that nobody follows any more is cancelled after a grace period.

Whether a job goes on is looked at once a second job, which nobody ever followed and whose grace
period began later, has been cancelled.
"""

import pytest

from geotask.v1 import job_pb2, jobs_pb2
from support import rows
from support.calls import (
    TERMINAL, get, layer, read, start_endless, submit, wait, watch,
)
from support.client_process import ClientProcess
from support.daemon import ONE_AT_A_TIME, Daemon
from support.eventually import eventually

TIED = {"spec_options": {"cancel_on_disconnect": True}}


GRACE = ("--disconnect-grace", "1s")


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """A daemon held up by a job that is tied to nobody: what is submitted waits."""
    with Daemon(tmp_path_factory.mktemp("daemon"), *GRACE, *ONE_AT_A_TIME) as running:
        blocker = start_endless(running, priority=10)
        yield running
        assert get(running, blocker.name).state == job_pb2.JOB_STATE_RUNNING, running.log()


def waiting_job(daemon, **options):
    return submit(daemon, rows.inline(["POINT (0 0)"]), **options)


def has_ended(daemon, name):
    return get(daemon, name).state in TERMINAL  # A look is no following.


def let_the_grace_period_pass(daemon):
    """Returns when a tied job that is younger than all others has been cancelled."""
    control = waiting_job(daemon, **TIED)
    eventually(lambda: has_ended(daemon, control.name))
    assert get(daemon, control.name).error.reason == "CLIENT_GONE"


def followed(daemon, job):
    """A watch that has begun."""
    stream = watch(daemon, job.name)
    next(stream)
    return stream


def read_request(job):
    return jobs_pb2.ReadFeaturesRequest(name=job.name)


def watch_request(job):
    return jobs_pb2.WatchJobRequest(name=job.name)


def test_a_waiting_job_that_nobody_ever_follows_is_cancelled(daemon):
    job = waiting_job(daemon, **TIED)

    eventually(lambda: has_ended(daemon, job.name))

    ended = get(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CLIENT_GONE"
    assert not ended.HasField("start_time")


def test_a_job_goes_on_while_it_is_followed_and_no_longer(daemon):
    watched, watched_by_two, watched_again, read_early, watched_then_read = [
        waiting_job(daemon, **TIED) for _ in range(5)
    ]
    streams = {job.name: followed(daemon, job) for job in (watched, watched_by_two)}

    with ClientProcess(daemon, "Jobs/WatchJob", watch_request(watched_by_two)) as client:
        for _ in range(3):
            followed(daemon, watched_again).cancel()
        streams[watched_again.name] = followed(daemon, watched_again)
        streams[read_early.name] = daemon.jobs.ReadFeatures(read_request(read_early))
        watcher = followed(daemon, watched_then_read)
        streams[watched_then_read.name] = daemon.jobs.ReadFeatures(read_request(watched_then_read))
        watcher.cancel()
        client.wait_for_answer()
        client.kill()
    let_the_grace_period_pass(daemon)
    for name in streams:
        assert get(daemon, name).state == job_pb2.JOB_STATE_QUEUED

    for stream in streams.values():
        stream.cancel()
    for name in streams:
        eventually(lambda name=name: has_ended(daemon, name))
        assert get(daemon, name).error.reason == "CLIENT_GONE"


def test_a_job_that_is_not_tied_goes_on(daemon):
    watched, unwatched = [waiting_job(daemon) for _ in range(2)]
    with ClientProcess(daemon, "Jobs/WatchJob", watch_request(watched)) as client:
        client.wait_for_answer()
        client.kill()

    let_the_grace_period_pass(daemon)

    for job in (watched, unwatched):
        assert get(daemon, job.name).state == job_pb2.JOB_STATE_QUEUED


def test_a_running_job_whose_watcher_is_killed_is_cancelled(start):
    daemon = start(*GRACE, *ONE_AT_A_TIME)
    job = start_endless(daemon, cancel_on_disconnect=True)
    until_then = followed(daemon, job)
    with ClientProcess(daemon, "Jobs/WatchJob", watch_request(job)) as client:
        client.wait_for_answer()
        until_then.cancel()
        assert get(daemon, job.name).state == job_pb2.JOB_STATE_RUNNING

        client.kill()

        eventually(lambda: has_ended(daemon, job.name))

    ended = get(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CLIENT_GONE" and ended.error.remedy
    assert ended.error_message and ended.HasField("cancel_time")
    assert ended.spec.cancel_on_disconnect


def test_a_job_that_has_ended_is_not_touched(start):
    daemon = start(*GRACE, *ONE_AT_A_TIME)
    job = submit(daemon, layer("data:world/disputed_borders"), 0.01, **TIED)
    ended = wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_SUCCEEDED
    start_endless(daemon)

    let_the_grace_period_pass(daemon)

    assert get(daemon, job.name) == ended
    assert len(read(daemon, job.name).features) == 46
