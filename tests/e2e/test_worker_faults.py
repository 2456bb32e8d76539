# SPDX-License-Identifier: GPL-2.0-or-later
"""Workers that are killed, stopped, out of memory or never start: each job ends with its reason, and
nothing else is disturbed."""

import os
import pathlib
import random
import signal
import threading
import time

import grpc
import pytest

from geotask.v1 import job_pb2
from support import calls, processing, rows
from support.daemon import DEADLINE, Daemon

SCRIPTS = pathlib.Path(__file__).resolve().parent / "scripts"
WITH_SCRIPTS = ("--scripts", str(SCRIPTS), "--workers", "1", "--worker-cancel-grace", "1s")
STATES = "data:world/states_provinces"
# Goes on for minutes; asks whether it is cancelled at each row.
ENDLESS = {"INPUT": STATES, "DISTANCE": 1, "SEGMENTS": 1000, "DISSOLVE": True}


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daemon")
    options = (*WITH_SCRIPTS, "--worker-memory", "1GiB")
    with Daemon(folder, *options) as running:
        yield running
        assert running.process.poll() is None, f"geotaskd ended:\n{running.log()}"


def workers(daemon):
    """The processes that the daemon has started."""
    children = pathlib.Path(f"/proc/{daemon.process.pid}/task").glob("*/children")
    return [int(child) for task in children for child in task.read_text().split()]


def busiest(daemon):
    """The worker that computes."""
    def ticks(process):
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    before = {process: ticks(process) for process in workers(daemon)}
    while True:  # Until one has had a core for some tenths of a second, however busy the machine is.
        time.sleep(0.1)
        since = {process: ticks(process) - before[process] for process in before}
        if max(since.values()) >= 30:
            return max(since, key=since.get)


def misbehave(daemon, how, what="", **options):
    return processing.submit(daemon, "script:misbehave", {"HOW": how, "WITH": str(what)}, **options)


def at_work(daemon, job):
    """Returns when the algorithm has said what it is about to do."""
    for event in calls.watch(daemon, job.name, replay=True):
        if event.WhichOneof("event") == "log" and "about to" in event.log.message:
            return


def cancel_unless_ended(daemon, job):
    try:
        calls.cancel(daemon, job.name)
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.FAILED_PRECONDITION


def fails_with(daemon, job, reason):
    ended = calls.wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_FAILED
    assert ended.error.reason == reason, ended
    assert not ended.outputs
    return ended


def works(daemon):
    """The pool has been filled again."""
    end = time.monotonic() + DEADLINE
    while True:
        try:
            job = processing.done(daemon, "native:centroids", INPUT="data:world/countries")
            return processing.output(job).features.feature_count > 200
        except grpc.RpcError as error:  # The process that checks parameters was killed, too.
            if error.code() != grpc.StatusCode.UNAVAILABLE or time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV", "SIGABRT"])
def test_a_worker_that_is_killed_ends_its_job_with_the_signal(daemon, name):
    job = misbehave(daemon, "loop")
    at_work(daemon, job)

    os.kill(busiest(daemon), getattr(signal, name))

    ended = fails_with(daemon, job, "WORKER_CRASHED")
    assert name in ended.error_message and ended.error.given.endswith(name)
    assert processing.log(daemon, ended) == ["about to loop"], "what was said before is kept"
    assert works(daemon)


def test_an_algorithm_that_aborts_or_leaves_ends_its_job(daemon):
    assert "SIGABRT" in fails_with(daemon, misbehave(daemon, "abort"), "WORKER_CRASHED").error_message
    job = fails_with(daemon, misbehave(daemon, "leave", 7), "WORKER_CRASHED")
    assert "exit code 7" in job.error_message
    assert works(daemon)


def test_memory_has_a_limit(daemon):
    job = fails_with(daemon, misbehave(daemon, "grow"), "MEMORY_LIMIT")
    assert "1024 MiB" in job.error.accepted
    assert job.usage.peak_memory_bytes > 512 << 20
    assert works(daemon)


def test_a_cancel_that_is_not_heeded_ends_by_force(daemon):
    job = misbehave(daemon, "loop")
    at_work(daemon, job)
    calls.cancel(daemon, job.name)
    ended = calls.wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CANCELLED_BY_CLIENT"
    assert ended.usage.cpu_time.ToMilliseconds() > 0
    assert works(daemon)


def test_a_stopped_worker_is_ended_by_a_cancel(daemon):
    job = misbehave(daemon, "loop")
    at_work(daemon, job)
    worker = busiest(daemon)
    os.kill(worker, signal.SIGSTOP)
    calls.cancel(daemon, job.name)
    assert calls.wait(daemon, job.name).state == job_pb2.JOB_STATE_CANCELLED
    assert not pathlib.Path(f"/proc/{worker}").exists()
    assert works(daemon)


def test_an_endless_loop_and_a_stopped_worker_meet_the_limit_of_time(tmp_path):
    with Daemon(tmp_path, *WITH_SCRIPTS, "--max-run-time", "5s") as daemon:
        assert works(daemon)
        fails_with(daemon, misbehave(daemon, "loop"), "TIMEOUT")
        job = misbehave(daemon, "sleep", 1000)
        at_work(daemon, job)
        for worker in workers(daemon):
            os.kill(worker, signal.SIGSTOP)
        fails_with(daemon, job, "TIMEOUT")


def test_a_worker_that_is_killed_while_it_waits_is_replaced(daemon):
    assert works(daemon)
    for worker in workers(daemon):
        os.kill(worker, signal.SIGKILL)
    assert works(daemon)


def test_workers_that_crash_at_start_are_told_and_harm_nothing_else(tmp_path):
    with Daemon(tmp_path, "--worker-program", "/bin/false") as daemon:
        assert len(calls.buffered(daemon, rows.inline(["POINT (0 0)"])).features) == 1
        end = time.monotonic() + DEADLINE
        while "exit code 1" not in daemon.log():
            assert time.monotonic() < end, daemon.log()
            time.sleep(0.1)
        lines = daemon.log().count("\n")
        time.sleep(3)
        assert daemon.log().count("\n") < lines + 20, "it is not tried without a pause"
        assert daemon.serves()


def test_neither_a_full_pool_nor_crashes_disturb_buffer_jobs(daemon):
    held = [processing.submit(daemon, "native:buffer", ENDLESS) for _ in range(5)]
    calls.wait_for_stage(daemon, held[0].name, job_pb2.STAGE_PROCESSING)
    for _ in range(3):
        result = calls.buffered(daemon, calls.layer("data:world/countries"), 0.01)
        assert len(result.features) > 200
    os.kill(busiest(daemon), signal.SIGKILL)
    result = calls.buffered(daemon, calls.layer("data:world/countries"), 0.01)
    assert len(result.features) > 200
    for job in held:
        cancel_unless_ended(daemon, job)
    ended = [calls.wait(daemon, job.name) for job in held]
    assert [job.state for job in ended].count(job_pb2.JOB_STATE_FAILED) == 1
    assert works(daemon)


def test_200_jobs_while_workers_are_killed_all_end_with_a_result_or_the_reason(tmp_path):
    with Daemon(tmp_path, "--workers", "2", "--python", "off") as daemon:
        assert works(daemon)
        jobs = [processing.submit(daemon, "native:centroids", {"INPUT": STATES})
                for _ in range(200)]
        over = threading.Event()

        def kill_now_and_then():
            chance = random.Random(4)
            while not over.wait(chance.uniform(0.2, 0.8)):
                alive = workers(daemon)
                if alive:
                    os.kill(chance.choice(alive), signal.SIGKILL)

        killer = threading.Thread(target=kill_now_and_then)
        killer.start()
        ended = [calls.wait(daemon, job.name) for job in jobs]
        over.set()
        killer.join()

        succeeded = [job for job in ended if job.state == job_pb2.JOB_STATE_SUCCEEDED]
        failed = [job for job in ended if job.state == job_pb2.JOB_STATE_FAILED]
        assert len(succeeded) + len(failed) == 200
        # The second when three in a row were killed while they started, as on a busy machine.
        assert {job.error.reason for job in failed} <= {"WORKER_CRASHED", "WORKER_UNAVAILABLE"}
        assert succeeded and failed
        whole = processing.output(succeeded[0]).features
        for job in succeeded:
            made = processing.output(job).features
            assert (made.feature_count, made.byte_count) == (whole.feature_count, whole.byte_count)
        assert works(daemon)
