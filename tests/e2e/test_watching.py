# SPDX-License-Identifier: GPL-2.0-or-later
"""Watching honestly: whoever comes late, stalls or dies, no change is lost and no job slowed."""

import contextlib

import grpc
import pytest

from geotask.v1 import feature_pb2, job_pb2, jobs_pb2
from support import iso_wkb, rows
from support.calls import (
    TERMINAL, cancel, delete, error_detail, get, refused, request, start_endless, submit, upload,
    wait, wait_for_progress, watch,
)
from support.client_process import ClientProcess
from support.daemon import DEADLINE, ONE_AT_A_TIME, Daemon
from support.eventually import eventually

ONE_VERTEX = iso_wkb.of("LINESTRING (0 0)")  # A line that GEOS cannot buffer: a warning in the log.


@pytest.fixture(scope="module", autouse=True)
def quiet_stream(tmp_path_factory):
    """A watch of a job that waits; begun before all tests, so that its silence lasts meanwhile."""
    with Daemon(tmp_path_factory.mktemp("quiet"), *ONE_AT_A_TIME) as daemon:
        start_endless(daemon)
        waiting = submit(daemon, rows.inline([]))
        yield watch(daemon, waiting.name)


def warnings(count):
    """Rows that give a line of the log each."""
    return [feature_pb2.Feature(id=i + 1, wkb=ONE_VERTEX) for i in range(count)]


def talkative_input(slow):
    """An Input of two rows that give a line of the log each, `slow` slow ones, and two more."""
    slow_input = rows.slow_input(slow)
    spec_input = rows.inline([])
    spec_input.features.features.extend(warnings(2))
    spec_input.features.features.extend(slow_input.features.features)
    spec_input.features.features.extend(warnings(2))
    return spec_input


def numbered(events):
    return [event.sequence for event in events if event.sequence]


def states(events):
    return [event.job.state for event in events if event.WhichOneof("event") == "job"]


def logs(events):
    return [event.log for event in events if event.WhichOneof("event") == "log"]


def whole_story(daemon, name):
    """Every numbered event of a job that has ended."""
    return list(watch(daemon, name, replay=True))[1:]


def test_who_comes_late_begins_with_the_present_and_misses_nothing_after(daemon):
    job = submit(daemon, talkative_input(4), 0.5)
    wait_for_progress(daemon, job.name)

    late = list(watch(daemon, job.name))

    assert late[0].job.state == job_pb2.JOB_STATE_RUNNING
    assert late[0].job.progress.features_done > 0
    story = numbered(whole_story(daemon, job.name))
    assert numbered(late) == story[late[0].sequence - 1 :]
    assert states(late)[-1] == job_pb2.JOB_STATE_SUCCEEDED


def test_who_comes_late_can_have_it_all_told(daemon):
    job = submit(daemon, talkative_input(4), 0.5)
    wait_for_progress(daemon, job.name)

    first, *late = watch(daemon, job.name, replay=True)

    assert first.sequence == 0 and first.job.state == job_pb2.JOB_STATE_RUNNING
    assert [event for event in late if event.sequence] == whole_story(daemon, job.name)
    assert states(late)[:2] == [job_pb2.JOB_STATE_QUEUED, job_pb2.JOB_STATE_RUNNING]
    assert len(logs(late)) == 4


def test_who_was_cut_off_again_and_again_has_seen_every_event_once(daemon):
    job = submit(daemon, talkative_input(4), 0.5)
    seen = []

    ended = False
    while not ended:
        start = {"after_sequence": seen[-1].sequence} if seen else {"replay": True}
        stream = watch(daemon, job.name, **start)
        for event in stream:
            if event.sequence and (not seen or event.sequence > seen[-1].sequence):
                seen.append(event)
                ended = event.WhichOneof("event") == "job" and event.job.state in TERMINAL
                break
        stream.cancel()

    assert seen == whole_story(daemon, job.name)


def test_after_the_last_number_nothing_is_left_to_tell(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name)
    last = whole_story(daemon, job.name)[-1]

    [event] = watch(daemon, job.name, after_sequence=last.sequence)

    assert event.sequence == last.sequence and event.job == last.job


def test_what_is_no_longer_kept_cannot_be_resumed_but_the_rest_be_replayed(start):
    daemon = start("--max-log-lines", "3")
    spec_input = rows.inline([])
    spec_input.features.features.extend(warnings(10))
    job = wait(daemon, submit(daemon, spec_input).name)
    assert job.log_lines_dropped == 7

    with refused(
        grpc.StatusCode.OUT_OF_RANGE, "SEQUENCE_NOT_KEPT", "after_sequence"
    ) as details:
        list(watch(daemon, job.name, after_sequence=2))

    assert details[0].given == "2"
    assert "replay" in details[0].remedy
    story = whole_story(daemon, job.name)
    assert states(story) == [
        job_pb2.JOB_STATE_QUEUED, job_pb2.JOB_STATE_RUNNING, job_pb2.JOB_STATE_SUCCEEDED,
    ]
    assert [line.message.split()[-1] for line in logs(story)] == ["8", "9", "10"]
    assert [line.dropped_before for line in logs(story)] == [7, 0, 0]
    assert numbered(story) == sorted(set(numbered(story)))
    after_the_gap = story[-2].sequence
    assert list(watch(daemon, job.name, after_sequence=after_the_gap))[1:] == story[-1:]


def test_a_job_that_ended_before_shows_its_end_at_once(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    cancel(daemon, job.name)
    ended = wait(daemon, job.name)

    [event] = watch(daemon, job.name)

    assert event.job == ended and ended.error.reason == "CANCELLED_BY_CLIENT"


def test_who_does_not_read_holds_up_nothing_and_learns_of_every_change(start):
    daemon = start(*ONE_AT_A_TIME)
    blocker = start_endless(daemon)
    lines = 20_000  # 1,000 are kept.
    job = upload(daemon, request(rows.inline([])), warnings(lines))
    stalled = [watch(daemon, job.name) for _ in range(100)]
    assert all(next(each).job.state == job_pb2.JOB_STATE_QUEUED for each in stalled)
    before = daemon.memory()

    cancel(daemon, blocker.name)
    ended = wait(daemon, job.name)

    assert ended.state == job_pb2.JOB_STATE_SUCCEEDED, "though nobody read"
    growth = daemon.memory() - before
    told = sum(event.ByteSize() for event in whole_story(daemon, job.name)) / 1000 * lines
    assert growth < 0.3 * told * len(stalled), "no watcher has all lines in store"
    for stream in stalled[::20]:
        events = list(stream)
        assert states(events) == [job_pb2.JOB_STATE_RUNNING, job_pb2.JOB_STATE_SUCCEEDED]
        assert numbered(events) == sorted(set(numbered(events)))
        missing = lines - len(logs(events))
        assert sum(line.dropped_before for line in logs(events)) == missing
    delete(daemon, job.name)
    assert learns_the_end_or_that_it_is_deleted(stalled[1])


def learns_the_end_or_that_it_is_deleted(stream):
    try:
        return states(stream)[-1] == job_pb2.JOB_STATE_SUCCEEDED
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.ABORTED
        return error_detail(error).reason == "JOB_DELETED"


def test_a_client_that_is_frozen_holds_up_nothing(daemon):
    job = submit(daemon, rows.slow_input(3), 0.5)
    follow = jobs_pb2.WatchJobRequest(name=job.name, replay=True)

    with ClientProcess(daemon, "Jobs/WatchJob", follow) as client:
        client.wait_for_answer()
        client.freeze()
        assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED
        client.thaw()
        for _ in whole_story(daemon, job.name):
            client.wait_for_answer()


def test_500_watchers_of_one_job_see_the_same(start):
    daemon = start(*ONE_AT_A_TIME)
    blocker = start_endless(daemon)
    job = submit(daemon, talkative_input(1), 0.5)
    follow = jobs_pb2.WatchJobRequest(name=job.name, replay=True)

    with contextlib.ExitStack() as stack:
        channels = [stack.enter_context(daemon.connect()) for _ in range(10)]
        streams = [
            daemon.jobs_over(channel).WatchJob(follow, timeout=DEADLINE)
            for channel in channels for _ in range(50)
        ]
        assert all(next(each).job.state == job_pb2.JOB_STATE_QUEUED for each in streams)
        cancel(daemon, blocker.name)
        stories = [[event for event in each if event.sequence] for each in streams]

    expected = whole_story(daemon, job.name)
    assert len(stories) == 500 and all(story == expected for story in stories)
    assert states(expected)[-1] == job_pb2.JOB_STATE_SUCCEEDED and len(logs(expected)) == 4


def test_a_client_that_is_killed_is_forgotten_and_the_job_goes_on(start):
    daemon = start(*ONE_AT_A_TIME)
    job = start_endless(daemon)
    alone = daemon.connections()
    follow = jobs_pb2.WatchJobRequest(name=job.name)

    with ClientProcess(daemon, "Jobs/WatchJob", follow) as client:
        client.wait_for_answer()
        assert daemon.connections() > alone
        client.kill()
        eventually(lambda: daemon.connections() == alone)

    assert get(daemon, job.name).state == job_pb2.JOB_STATE_RUNNING
    cancel(daemon, job.name)
    wait(daemon, job.name)


def test_a_quiet_stream_is_kept_alive(quiet_stream):
    assert next(quiet_stream).job.state == job_pb2.JOB_STATE_QUEUED

    event = next(quiet_stream)

    assert event.WhichOneof("event") == "keep_alive"
    assert event.sequence == 0 and event.HasField("time")
