# SPDX-License-Identifier: GPL-2.0-or-later
"""Many small jobs, some of them cancelled: every one ends."""

import random

import grpc

from geotask.v1 import job_pb2, jobs_pb2
from support import rows
from support.calls import (
    TERMINAL, cancel, get, layer, refused, request, submit, wait, wait_for_progress,
)
from support.daemon import DEADLINE

COUNT = 2000
LABELS = {"labels": {"test": "many"}}


def submit_many(daemon):
    asked = request(rows.inline(["POINT (0 0)"] * 3), spec_options=LABELS)
    calls = [daemon.jobs.SubmitJob.future(asked, timeout=DEADLINE) for _ in range(COUNT)]
    return [call.result().name for call in calls]


def states(daemon, names):
    return [wait(daemon, name).state for name in names]


def test_2000_small_jobs_end(daemon):
    names = submit_many(daemon)

    assert len(set(names)) == COUNT
    assert set(states(daemon, names)) == {job_pb2.JOB_STATE_SUCCEEDED}


def test_2000_small_jobs_end_while_some_are_cancelled(daemon):
    names = submit_many(daemon)
    chosen = random.Random(7).sample(names, COUNT // 3)
    asked = [jobs_pb2.CancelJobRequest(name=name) for name in chosen]
    answers = {
        name: daemon.jobs.CancelJob.future(each, timeout=DEADLINE)
        for name, each in zip(chosen, asked)
    }
    accepted = {name for name, call in answers.items() if call.exception() is None}

    ended = dict(zip(names, states(daemon, names)))

    assert set(ended.values()) <= TERMINAL
    for name, state in ended.items():
        was_cancelled = name in accepted
        expected = job_pb2.JOB_STATE_CANCELLED if was_cancelled else job_pb2.JOB_STATE_SUCCEEDED
        assert state == expected, name


def test_a_small_job_overtakes_a_large_one(daemon):
    large = submit(daemon, layer("data:world/states_provinces"), 0.5, segments=50)
    wait_for_progress(daemon, large.name)

    small = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)

    assert small.state == job_pb2.JOB_STATE_SUCCEEDED
    assert get(daemon, large.name).state == job_pb2.JOB_STATE_RUNNING
    cancel(daemon, large.name)
    wait(daemon, large.name)


def test_waiting_jobs_start_by_priority_then_age(start):
    daemon = start("--max-running-jobs", "1", "--compute-threads", "1")
    blocker = submit(daemon, rows.slow_input(6), 0.5)
    wait_for_progress(daemon, blocker.name)
    names = {
        key: submit(daemon, rows.inline([]), spec_options={"priority": priority}).name
        for key, priority in [("late", -1), ("first", 5), ("middle", 0), ("second", 5)]
    }

    ended = {key: wait(daemon, name) for key, name in names.items()}

    order = sorted(ended, key=lambda key: ended[key].start_time.ToNanoseconds())
    assert order == ["first", "second", "middle", "late"]


def test_a_full_queue_refuses_with_the_time_to_come_back(start):
    daemon = start("--max-running-jobs", "1", "--max-queued-jobs", "2")
    blocker = submit(daemon, rows.slow_input(30), 0.5)
    wait_for_progress(daemon, blocker.name)
    for _ in range(2):
        submit(daemon, rows.inline([]))

    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL") as details:
        submit(daemon, rows.inline([]))

    assert details[0].retry_delay.ToNanoseconds() > 0
    cancel(daemon, blocker.name)


def test_features_inside_requests_have_a_bound_together(start):
    daemon = start("--max-running-jobs", "1", "--max-memory", "1MiB")
    blocker = submit(daemon, rows.slow_input(30), 0.5)
    wait_for_progress(daemon, blocker.name)
    half = rows.inline([rows.slow_line(20_000).wkt] * 2)
    submit(daemon, half)

    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "MEMORY_FULL") as details:
        submit(daemon, half)

    assert details[0].retry_delay.ToNanoseconds() > 0
    cancel(daemon, blocker.name)
