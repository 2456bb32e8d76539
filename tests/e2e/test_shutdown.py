# SPDX-License-Identifier: GPL-2.0-or-later
"""SIGTERM: no new jobs, a grace period for those that run, an exit code that says how it went."""

import contextlib
import subprocess

import grpc
import pytest

from geotask.v1 import job_pb2
from support import datasets, postgres, rows
from support.calls import layer, read, refused, submit, wait, wait_for_progress, wait_for_state, watch
from support.daemon import DEADLINE, command
from support.eventually import eventually

STOPPED, START_FAILED, JOBS_CUT_SHORT, JOBS_ABANDONED, WORN_OUT = 0, 1, 3, 4, 5


def last_job(events):
    return [event.job for event in events if event.WhichOneof("event") == "job"][-1]


def test_an_idle_daemon_stops_at_once(start):
    daemon = start()
    assert daemon.address_file.exists()

    assert daemon.stop() == STOPPED
    assert not daemon.address_file.exists()


def test_a_daemon_that_has_interrupted_geos_too_often_ends_to_be_started_anew(start):
    daemon = start("--max-interrupts", "1")
    # Lines that cross each other everywhere: few vertices, so little is predicted, and much to do.
    count = 100
    grid = [f"({i} 0, {i} {count})" for i in range(count)]
    grid += [f"(0 {i}, {count} {i})" for i in range(count)]
    job = submit(daemon, rows.inline([f"MULTILINESTRING ({', '.join(grid)})"]), 0.1)
    events = watch(daemon, job.name)

    assert last_job(events).state == job_pb2.JOB_STATE_SUCCEEDED  # In a process.
    assert daemon.process.wait(DEADLINE) == WORN_OUT
    assert "geometry_interrupted" in daemon.log()


def test_a_running_job_may_end_within_the_grace_period(start):
    daemon = start("--drain-grace", "300s")
    job = submit(daemon, rows.slow_input(12), 0.5)
    wait_for_progress(daemon, job.name)
    events = watch(daemon, job.name)
    next(events)

    daemon.ask_to_stop()

    assert last_job(events).state == job_pb2.JOB_STATE_SUCCEEDED
    assert daemon.wait() == STOPPED


def test_a_job_beyond_the_grace_period_is_cancelled(start):
    daemon = start("--drain-grace", "1s")
    job = submit(daemon, rows.slow_input(100), 0.5)
    wait_for_progress(daemon, job.name)
    events = watch(daemon, job.name)
    next(events)

    daemon.ask_to_stop()

    ended = last_job(events)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "SHUTDOWN"
    assert daemon.wait() == JOBS_CUT_SHORT


def test_a_waiting_job_is_cancelled(start):
    daemon = start("--drain-grace", "300s", "--max-running-jobs", "1")
    running = submit(daemon, rows.slow_input(12), 0.5)
    wait_for_progress(daemon, running.name)
    waiting = submit(daemon, rows.inline(["POINT (0 0)"]))
    events = watch(daemon, waiting.name)
    next(events)

    daemon.ask_to_stop()

    ended = last_job(events)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "SHUTDOWN"
    assert daemon.wait() == JOBS_CUT_SHORT


def test_a_draining_daemon_takes_no_new_jobs(start):
    daemon = start("--drain-grace", "300s", "--max-running-jobs", "1")
    running = submit(daemon, rows.slow_input(12), 0.5)
    wait_for_progress(daemon, running.name)
    waiting = submit(daemon, rows.inline(["POINT (0 0)"]))
    events = watch(daemon, waiting.name)
    next(events)
    daemon.ask_to_stop()
    assert last_job(events).error.reason == "SHUTDOWN", "the drain has begun"

    with refused(grpc.StatusCode.UNAVAILABLE, "DRAINING") as details:
        submit(daemon, rows.inline(["POINT (0 0)"]))

    assert details[0].HasField("retry_delay")
    with refused(grpc.StatusCode.UNAVAILABLE, "DRAINING"):
        datasets.upload(daemon, rows.schema(), [])
    assert len(read(daemon, running.name).features) == 12
    daemon.wait()


def test_a_second_signal_ends_the_grace_period(start):
    daemon = start("--drain-grace", "3600s")
    job = submit(daemon, rows.slow_input(100), 0.5)
    wait_for_progress(daemon, job.name)
    events = watch(daemon, job.name)
    next(events)

    daemon.ask_to_stop()
    with pytest.raises(subprocess.TimeoutExpired):
        daemon.process.wait(timeout=1)
    daemon.ask_to_stop()

    assert last_job(events).state == job_pb2.JOB_STATE_CANCELLED
    assert daemon.wait() == JOBS_CUT_SHORT


@contextlib.contextmanager
def table_that_nobody_may_read():
    """A database whose table `roads` is locked from lock() on: who reads it waits."""
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.Postgres() as database:
        database.sql("CREATE TABLE roads (id int PRIMARY KEY, geom geometry(Point, 25832));"
                     "INSERT INTO roads VALUES (1, ST_SetSRID(ST_MakePoint(0, 0), 25832))")

        def count(locks):
            return int(database.value(f"SELECT count(*) FROM pg_locks WHERE {locks}"))

        def lock():
            subprocess.Popen(database.command(
                "-c", "BEGIN; LOCK TABLE roads; SELECT pg_sleep(600)"), cwd=database.folder)
            eventually(lambda: count("relation = 'roads'::regclass AND granted") == 1)

        yield database.connection, lock, lambda: eventually(lambda: count("NOT granted") > 0)


def test_a_job_that_does_not_heed_the_cancel_is_abandoned(start):
    with table_that_nobody_may_read() as (connection, lock, wait_for_a_reader):
        daemon = start("--drain-grace", "0s", "--drain-patience", "0s",
                       sources=[f"pg={connection}"])
        lock()
        # It waits for the database, where the cancel is not looked at.
        submit(daemon, layer("data:pg/roads"))
        wait_for_a_reader()

        daemon.ask_to_stop()

        assert daemon.wait() == JOBS_ABANDONED


def test_what_a_killed_daemon_left_behind_is_cleared(start):
    first = start()
    wait(first, submit(first, layer("data:world/disputed_borders"), 0.01).name)
    left = first.spool_bytes()
    assert left > 0
    first.process.kill()
    first.process.wait()
    first.address_file.unlink()

    second = start()

    assert second.spool_bytes() == 0


def test_two_daemons_do_not_share_a_state_directory(start, tmp_path):
    daemon = start()

    second = subprocess.run(
        command(tmp_path)[:3] + ["--state-dir", str(daemon.state_dir)],
        capture_output=True, text=True, timeout=DEADLINE, check=False,
    )

    assert second.returncode == START_FAILED
    assert str(daemon.state_dir) in second.stderr
    assert submit(daemon, rows.inline([])).name


def test_a_port_that_is_taken_is_told(start, tmp_path):
    daemon = start()

    second = subprocess.run(
        [command(tmp_path)[0], "--listen", daemon.address, "--state-dir", f"{tmp_path}/other"],
        capture_output=True, text=True, timeout=DEADLINE, check=False,
    )

    assert second.returncode == START_FAILED
    assert daemon.address in second.stderr
