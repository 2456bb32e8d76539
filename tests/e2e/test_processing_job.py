# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that run algorithms of QGIS: usage, errors, cancellation, progress, log and repeats."""

import grpc

from geotask.v1 import job_pb2
from support import calls, datasets, processing, rows
from support.calls import refused
from support.processing_inputs import SQUARES, dem_fixture, squares_fixture  # noqa: F401

COUNTRIES = "data:world/countries"


def test_a_job_tells_what_it_took(daemon, squares):
    job = processing.done(daemon, "native:centroids", INPUT=squares)

    assert job.usage.peak_memory_bytes > 10 << 20
    assert job.usage.cpu_time.ToNanoseconds() > 0
    assert job.progress.fraction == 1


def test_nothing_is_queued_when_only_asked_whether_it_is_good(daemon, squares):
    asked = processing.request("native:centroids", {"INPUT": squares}, validate_only=True)
    answer = daemon.jobs.SubmitJob(asked)
    assert answer.spec.processing.algorithm == "native:centroids"
    wrong = processing.request("native:centroids", {"INPUT": "dataset:none"}, validate_only=True)
    with refused(grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND",
                 "spec.processing.parameters.INPUT"):
        daemon.jobs.SubmitJob(wrong)


def test_errors_of_an_algorithm_are_errors_with_its_own_words(daemon, squares):
    job = processing.run(daemon, "native:fieldcalculator",
                         {"INPUT": squares, "FIELD_NAME": "x", "FORMULA": "1 +"})
    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == "ALGORITHM_FAILED" and "1 +" in job.error_message
    assert not job.outputs


def test_a_job_can_be_cancelled_at_work(daemon):
    job = processing.submit(daemon, "native:buffer",
                            {"INPUT": "data:world/states_provinces", "DISTANCE": 1,
                             "SEGMENTS": 1000, "DISSOLVE": True})
    calls.wait_for_stage(daemon, job.name, job_pb2.STAGE_PROCESSING)
    calls.cancel(daemon, job.name)
    ended = calls.wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CANCELLED_BY_CLIENT" and not ended.outputs


def test_progress_is_pushed(daemon):
    job = processing.submit(daemon, "native:buffer",
                            {"INPUT": "data:world/states_provinces", "DISTANCE": 0.1,
                             "SEGMENTS": 40})
    seen = [event.progress.fraction for event in calls.watch(daemon, job.name)
            if event.WhichOneof("event") == "progress" and event.progress.HasField("fraction")]
    assert seen == sorted(seen) and len(seen) > 1


def test_what_an_algorithm_says_is_in_the_log(daemon, squares):
    job = processing.done(daemon, "native:deleteduplicategeometries", INPUT=squares)
    (said,) = processing.log(daemon, job)
    assert said.startswith("0 duplicate")


def test_a_job_with_nothing_to_say_has_an_empty_log(daemon, squares, dem):
    for algorithm, given in (("native:centroids", squares), ("native:centroids", COUNTRIES),
                             ("native:slope", dem)):
        assert processing.log(daemon, processing.done(daemon, algorithm, INPUT=given)) == []


def test_inputs_may_go_once_the_job_is_accepted(daemon):
    drawn = datasets.upload_inline(daemon, rows.inline(SQUARES))
    job = processing.submit(daemon, "native:centroids", {"INPUT": datasets.reference(drawn)})
    datasets.delete(daemon, drawn.name)
    assert calls.wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED


def test_a_repeat_makes_no_second_job(daemon, squares):
    first = processing.submit(daemon, "native:centroids", {"INPUT": squares}, request_id="once")
    again = processing.submit(daemon, "native:centroids", {"INPUT": squares}, request_id="once")
    assert first.name == again.name
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED", "request_id"):
        processing.submit(daemon, "native:dissolve", {"INPUT": squares}, request_id="once")
