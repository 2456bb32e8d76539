# SPDX-License-Identifier: GPL-2.0-or-later
"""WatchJob: the present state first, then everything that happens, numbered, until the end."""

import grpc

from geotask.v1 import job_pb2, jobs_pb2
from support import rows
from support.calls import (
    TERMINAL, cancel, delete, layer, read, refused, submit, wait, wait_for_progress, watch,
)


def kinds(events):
    return [event.WhichOneof("event") for event in events]


def numbered(events):
    return [event.sequence for event in events if event.sequence]


def test_a_watch_begins_with_the_present_state_and_ends_with_a_final_one(daemon):
    job = submit(daemon, layer("data:world/disputed_borders"), 0.01)

    events = list(watch(daemon, job.name))

    assert events[0].WhichOneof("event") == "job"
    assert events[0].job.name == job.name
    assert events[-1].job.state == job_pb2.JOB_STATE_SUCCEEDED


def test_a_watch_of_an_ended_job_has_one_event(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)

    [event] = watch(daemon, job.name)

    assert event.job.state == job_pb2.JOB_STATE_SUCCEEDED
    assert event.sequence > 0


def test_a_replay_tells_the_whole_life_with_numbers_from_1(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)

    first, *events = watch(daemon, job.name, replay=True)

    assert first.sequence == 0 and first.job.state == job_pb2.JOB_STATE_SUCCEEDED
    assert numbered(events) == list(range(1, len(events) + 1))
    states = [event.job.state for event in events if event.WhichOneof("event") == "job"]
    assert states == [
        job_pb2.JOB_STATE_QUEUED,
        job_pb2.JOB_STATE_RUNNING,
        job_pb2.JOB_STATE_SUCCEEDED,
    ]


def test_a_watcher_who_was_cut_off_goes_on_after_the_last_number(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)
    whole = list(watch(daemon, job.name, replay=True))[1:]

    resumed = list(watch(daemon, job.name, after_sequence=whole[0].sequence))[1:]

    assert numbered(resumed) == numbered(whole)[1:]
    assert [event.time for event in resumed] == [event.time for event in whole[1:]]


def test_a_number_that_was_never_given_is_out_of_range(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)

    with refused(grpc.StatusCode.OUT_OF_RANGE, "SEQUENCE_NOT_KEPT", "after_sequence"):
        list(watch(daemon, job.name, after_sequence=1000))


def test_progress_grows_and_comes_at_most_20_times_a_second(daemon):
    job = submit(daemon, layer("data:world/states_provinces"), 0.1)

    events = list(watch(daemon, job.name))

    progress = [event for event in events if event.WhichOneof("event") == "progress"]
    assert progress, "a job of 4,556 features is seen at work"
    done = [event.progress.features_done for event in progress]
    assert done == sorted(done)
    fractions = [each.progress.fraction for each in progress if each.progress.HasField("fraction")]
    assert fractions == sorted(fractions) and all(0 <= each <= 1 for each in fractions)
    assert progress[-1].progress.features_total == 4556
    assert all(event.sequence == 0 for event in progress)
    lasted = (progress[-1].time.ToNanoseconds() - progress[0].time.ToNanoseconds()) / 1e9
    assert len(progress) <= 20 * lasted + 2


def test_the_last_state_says_that_all_is_done(daemon):
    job = wait(daemon, submit(daemon, layer("data:world/disputed_borders"), 0.01).name)

    assert job.progress.features_done == job.progress.features_total == 46
    assert job.progress.stage == job_pb2.STAGE_UNSPECIFIED


def test_two_watchers_see_the_same(daemon):
    job = submit(daemon, rows.slow_input(6), 0.5)
    streams = [watch(daemon, job.name, replay=True) for _ in range(2)]

    first, second = [[event for event in stream if event.sequence] for stream in streams]

    assert numbered(first) == numbered(second)
    assert kinds(first) == kinds(second)


def test_leaving_does_not_cancel(daemon):
    job = submit(daemon, rows.slow_input(6), 0.5)
    stream = watch(daemon, job.name)
    next(stream)
    stream.cancel()

    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED


def test_a_cancel_is_seen_by_a_watcher(daemon):
    job = submit(daemon, rows.slow_input(20), 0.5)
    stream = watch(daemon, job.name, replay=True)
    wait_for_progress(daemon, job.name)
    cancel(daemon, job.name)

    events = [event for event in stream if event.sequence and event.WhichOneof("event") == "job"]

    states = [event.job.state for event in events]
    assert states[-2:] == [job_pb2.JOB_STATE_CANCELLING, job_pb2.JOB_STATE_CANCELLED]
    assert sum(state in TERMINAL for state in states) == 1


def test_a_job_that_is_not_there_cannot_be_watched(daemon):
    job = wait(daemon, submit(daemon, rows.inline([])).name)
    delete(daemon, job.name)

    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
        list(watch(daemon, job.name))
