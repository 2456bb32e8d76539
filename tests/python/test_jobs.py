# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs: followed, cancelled, waited for, many at a time."""

import threading

import geopandas
import pytest
from shapely.geometry import Point

import geotask
from support.rows import slow_line

POINTS = geopandas.GeoSeries([Point(i, 0) for i in range(100)], crs="EPSG:3857")


def endless(server, **options):
    """A job that goes on for minutes."""
    return server.submit_buffer([slow_line()] * 2000, 0.5, **options)


def wait_for_progress(job):
    with job.watch() as events:
        for event in events:
            if event.progress.done > 0:
                return event
    raise AssertionError("the job ended before it was seen at work")


def test_a_job_tells_its_state_progress_and_outputs(server):
    job = server.submit_buffer(POINTS, 1)
    assert job.name == f"jobs/{job.id}" and job.reference() == f"job:{job.id}"
    assert job.wait() is job
    assert (job.state, job.done(), job.running(), job.cancelled()) == ("SUCCEEDED", True, False, False)
    assert (job.progress().done, job.progress().fraction, job.progress().percent) == (100, 1, 100)
    assert job.outputs["OUTPUT"].features.feature_count == 100
    assert job.exception() is None
    assert len(job.result()) == 100


def test_watching_ends_with_the_job_and_shows_how_it_came_on(server):
    events = list(server.submit_buffer([slow_line(100)] * 30, 0.5).watch(replay=True))
    assert events[-1].state == "SUCCEEDED" and events[-1].kind == "state"
    states = [event.state for event in events if event.kind == "state"]
    assert "RUNNING" in states
    done = [event.progress.done for event in events]
    assert done == sorted(done) and done[-1] == 30
    assert all(event.time.tzinfo is not None for event in events)


def test_a_cancel_stops_the_work_and_the_result_says_so(server):
    job = endless(server)
    wait_for_progress(job)
    assert job.cancel() is True
    assert job.wait().cancelled()
    with pytest.raises(geotask.JobCancelled) as caught:
        job.result()
    assert caught.value.reason == "CANCELLED_BY_CLIENT" and caught.value.job is job
    assert job.cancel() is True, "asking again is harmless"


def test_a_cancel_after_the_end_tells_that_it_came_too_late(server):
    job = server.submit_buffer(POINTS, 1).wait()
    assert job.cancel() is False


def test_waiting_has_an_end_and_the_job_goes_on(server):
    job = endless(server)
    with pytest.raises(TimeoutError):
        job.wait(timeout=0.2)
    with pytest.raises(TimeoutError):
        job.result(timeout=0.2)
    assert not job.done()
    job.cancel()


def test_a_buffer_that_is_given_up_cancels_its_job(server):
    before = {job.name for job in server.jobs()}
    with pytest.raises(TimeoutError):
        server.buffer([slow_line()] * 2000, 0.5, timeout=0.5)
    (job,) = [job for job in server.jobs() if job.name not in before]
    assert job.wait().cancelled()


def test_a_buffer_leaves_no_job_behind(server):
    before = {job.name for job in server.jobs()}
    server.buffer(POINTS, 1)
    assert {job.name for job in server.jobs()} == before


def test_leaving_a_watch_from_another_thread_leaves_the_job_alone(server):
    job = endless(server)
    events = job.watch()
    next(events)
    threading.Timer(0.1, events.cancel).start()
    with pytest.raises(geotask.Cancelled):
        for _ in events:
            pass
    assert not job.done()
    job.cancel()


def test_a_failed_job_tells_reason_and_remedy(server):
    frame = geopandas.GeoDataFrame({"reach": [1.0, None]}, geometry=list(POINTS[:2]), crs="EPSG:3857")
    job = server.submit_buffer(frame, "reach")
    error = job.exception()
    assert isinstance(error, geotask.JobFailed)
    assert error.reason == "DISTANCE_IS_NULL" and error.job is job and error.remedy in str(error)
    with pytest.raises(geotask.JobFailed):
        server.buffer(frame, "reach")


def test_a_log_can_be_read(server):
    job = server.submit("native:centroids", INPUT=POINTS, TYPO=1).wait()
    assert any("TYPO" in line.message and line.severity == "WARNING" for line in job.log())


def test_rows_come_while_the_job_is_at_work(server):
    job = endless(server)
    parts = job.batches()
    first = next(parts)
    assert isinstance(first, geopandas.GeoDataFrame) and len(first) > 0
    assert not job.done()
    parts.cancel()
    job.cancel()


def test_rows_of_a_whole_result_come_in_order(server):
    frame = geopandas.GeoDataFrame({"n": range(30000)}, geometry=[Point(0, 0)] * 30000, crs="EPSG:3857")
    parts = list(server.submit_buffer(frame, 1).batches())
    assert len(parts) > 1
    assert [n for part in parts for n in part["n"]] == list(range(30000))


def test_a_job_that_is_cancelled_ends_its_rows(server):
    job = endless(server)
    with pytest.raises(geotask.Aborted) as caught:
        for _ in job.batches():
            job.cancel()
    assert caught.value.reason == "JOB_CANCELLED"


def test_jobs_are_found_again_by_name_label_and_state(server):
    job = server.submit_buffer(POINTS, 1, labels={"project": "roads"}, job_id="found-again").wait()
    assert server.job("found-again").state == server.job(job.name).state == "SUCCEEDED"
    assert [each.id for each in server.jobs(labels={"project": "roads"})] == ["found-again"]
    assert "found-again" in [each.id for each in server.jobs(states=["SUCCEEDED"])]
    assert "found-again" not in [each.id for each in server.jobs(states=["failed"])]
    job.delete()
    with pytest.raises(geotask.NotFound):
        server.job("found-again")


def test_jobs_come_as_they_end(server):
    held = endless(server)
    quick = [server.submit_buffer(POINTS, 1) for _ in range(2)]
    ended = geotask.as_completed([held, *quick])
    assert {next(ended), next(ended)} == set(quick)  # In one moment.
    held.cancel()
    assert list(ended) == [held]


def test_jobs_that_do_not_end_are_told_apart(server):
    held, quick = endless(server), server.submit_buffer(POINTS, 1)
    done, not_done = geotask.wait([held, quick], return_when="FIRST_COMPLETED")
    assert (done, not_done) == ({quick}, {held})
    with pytest.raises(TimeoutError, match="1 of 1"):
        list(geotask.as_completed([held], timeout=0.2))
    held.cancel()
    assert geotask.wait([held, quick]).not_done == set()


def test_a_callback_is_called_at_the_end(server):
    called = threading.Event()
    job = server.submit_buffer(POINTS, 1)
    job.add_done_callback(lambda ended: ended is job and ended.done() and called.set())
    assert called.wait(timeout=60)


def test_a_map_gives_results_in_the_order_of_the_parameters(server):
    made = server.map("native:buffer", [{"DISTANCE": 1}, {"DISTANCE": 2}], INPUT=POINTS[:1])
    areas = [each.area[0] for each in made]
    assert areas[1] == pytest.approx(4 * areas[0])


def test_priority_and_time_to_live_reach_the_server(server):
    job = server.submit_buffer(POINTS, 1, priority=3, ttl=100.5)
    spec = job.message.spec
    assert spec.priority == 3 and spec.ttl.seconds == 100 and spec.ttl.nanos == 500_000_000
