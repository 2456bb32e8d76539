# SPDX-License-Identifier: GPL-2.0-or-later
"""CancelJob: at every moment of a job's life."""

import time

import grpc

from geotask.v1 import job_pb2
from support import rows
from support.calls import (
    buffered, cancel, get, layer, read, refused, submit, wait, wait_for_progress,
    wait_for_stage,
)


def test_a_queued_job_is_cancelled_at_once(start):
    daemon = start("--max-running-jobs", "1")
    running = submit(daemon, rows.slow_input(20), 0.5)
    wait_for_progress(daemon, running.name)
    queued = submit(daemon, rows.inline(["POINT (0 0)"]))
    assert get(daemon, queued.name).state == job_pb2.JOB_STATE_QUEUED

    job = cancel(daemon, queued.name)

    assert job.state == job_pb2.JOB_STATE_CANCELLED
    assert job.error.reason == "CANCELLED_BY_CLIENT"
    assert not job.HasField("start_time")
    assert get(daemon, running.name).state == job_pb2.JOB_STATE_RUNNING


def test_a_running_job_is_asked_to_stop_and_stops(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    wait_for_progress(daemon, job.name)

    assert cancel(daemon, job.name).state == job_pb2.JOB_STATE_CANCELLING

    ended = wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CANCELLED_BY_CLIENT"
    assert ended.progress.features_done < 30
    assert ended.cancel_time.ToNanoseconds() <= ended.end_time.ToNanoseconds()


def test_a_cancelled_job_does_no_more_work(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    wait_for_progress(daemon, job.name)
    cancel(daemon, job.name)
    ended = wait(daemon, job.name)
    used = processor_seconds(daemon)

    time.sleep(1)

    assert get(daemon, job.name) == ended
    assert processor_seconds(daemon) - used < 0.5, "the cores are idle"


def processor_seconds(daemon):
    with open(f"/proc/{daemon.process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def test_other_jobs_go_on(daemon):
    stopped = submit(daemon, rows.slow_input(30), 0.5)
    other = submit(daemon, rows.slow_input(4), 0.5)
    wait_for_progress(daemon, stopped.name)
    cancel(daemon, stopped.name)

    assert wait(daemon, other.name).state == job_pb2.JOB_STATE_SUCCEEDED
    assert len(buffered(daemon, layer("data:world/disputed_borders"), 0.01).features) == 46


def test_cancelling_twice_is_harmless(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    wait_for_progress(daemon, job.name)
    first = cancel(daemon, job.name)

    second = cancel(daemon, job.name)

    assert second.cancel_time == first.cancel_time
    ended = wait(daemon, job.name)
    assert cancel(daemon, job.name) == ended


def test_a_job_that_has_ended_cannot_be_cancelled(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)

    with refused(grpc.StatusCode.FAILED_PRECONDITION, "JOB_ALREADY_FINISHED", "name"):
        cancel(daemon, job.name)

    assert len(read(daemon, job.name).features) == 1


def test_a_job_that_is_not_there_cannot_be_cancelled(daemon):
    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
        cancel(daemon, "jobs/nobody")


def test_a_dissolve_can_be_cancelled_while_it_unites(daemon):
    job = submit(daemon, layer("data:world/states_provinces"), 0.1, dissolve=True)
    wait_for_stage(daemon, job.name, job_pb2.STAGE_UNITING)

    cancel(daemon, job.name)

    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_CANCELLED
