# SPDX-License-Identifier: GPL-2.0-or-later
"""The output of a job as the input of another."""

import grpc
import pytest

from geotask.v1 import feature_pb2, job_pb2
from support import rows
from support.calls import (
    buffered, cancel, delete, get, read, refused, start_endless, submit, wait,
    wait_for_progress,
)
from support.daemon import ONE_AT_A_TIME
from support.eventually import eventually

UNREADY = grpc.StatusCode.FAILED_PRECONDITION
FIELDS = [("name", feature_pb2.FIELD_TYPE_STRING), ("reach", feature_pb2.FIELD_TYPE_DOUBLE)]


def output_of(job):
    return job_pb2.Input(job=job.name)


def done(daemon, spec_input, distance=1.0, **options):
    """A job that has SUCCEEDED."""
    job = wait(daemon, submit(daemon, spec_input, distance, **options).name)
    assert job.state == job_pb2.JOB_STATE_SUCCEEDED, job
    return job


def as_inline(result):
    """An Input with the rows that a job has made."""
    spec_input = job_pb2.Input()
    spec_input.features.schema.CopyFrom(result.header.schema)
    spec_input.features.features.extend(result.features)
    return spec_input


@pytest.fixture
def towns():
    return rows.inline(
        ["POINT (0 0)", "LINESTRING (0 0, 9 9)", None, "POLYGON EMPTY"],
        fields=FIELDS,
        attributes=[["a", 1.0], ["b", 2.0], [None, 3.0], ["d", None]],
    )


def test_it_gives_the_same_bytes_as_the_rows_themselves(daemon, towns):
    first = done(daemon, towns)

    chained = buffered(daemon, output_of(first), 2.0)

    inside = buffered(daemon, as_inline(read(daemon, first.name)), 2.0)
    assert chained.features == inside.features and len(chained.features) == 4
    assert chained.header.schema == inside.header.schema


def test_ids_attributes_and_crs_are_handed_on(daemon, towns):
    first = done(daemon, towns, output_crs="EPSG:4326")

    result = buffered(daemon, output_of(first), 1e-4)

    assert [row.id for row in result.features] == [1, 2, 3, 4]
    sent = [list(row.attributes) for row in towns.features.features]
    assert [list(row.attributes) for row in result.features] == sent
    assert result.header.schema.crs == "EPSG:4326"


def test_a_distance_can_come_from_an_attribute_of_the_output(daemon, towns):
    first = done(daemon, towns)

    result = buffered(daemon, output_of(first), 5.0, distance_field="reach")

    assert rows.geometry(result.features[0]).bounds[2] == pytest.approx(2, abs=0.05)
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "UNKNOWN_FIELD", "spec.buffer.distance_field"):
        submit(daemon, output_of(first), None, distance_field="width")
    with refused(
        grpc.StatusCode.INVALID_ARGUMENT, "FIELD_NOT_NUMERIC", "spec.buffer.distance_field"
    ):
        submit(daemon, output_of(first), None, distance_field="name")


def test_an_output_without_rows_is_an_input_without_rows(daemon):
    first = done(daemon, rows.inline([]))

    assert buffered(daemon, output_of(first)).features == []


def test_the_job_names_the_other(daemon, towns):
    first = done(daemon, towns)

    job = submit(daemon, output_of(first))

    assert job.spec.input == output_of(first)
    assert wait(daemon, job.name).progress.features_total == 4


def test_three_jobs_make_a_chain(daemon):
    first = done(daemon, rows.inline(["POINT (0 0)"]), 1.0, segments=100)
    second = done(daemon, output_of(first), 2.0, segments=100)
    third = done(daemon, output_of(second), 4.0, segments=100)

    [row] = read(daemon, third.name).features

    assert rows.geometry(row).bounds == pytest.approx((-7, -7, 7, 7), abs=1e-2)


def test_one_output_serves_many_jobs(daemon, towns):
    first = done(daemon, towns)

    names = [submit(daemon, output_of(first), 1.0 + i).name for i in range(20)]

    assert {wait(daemon, name).state for name in names} == {job_pb2.JOB_STATE_SUCCEEDED}


def test_a_job_that_has_not_ended_is_no_input_yet(start, towns):
    daemon = start(*ONE_AT_A_TIME)
    running = start_endless(daemon)
    queued = submit(daemon, towns)

    for job in (running, queued):
        with refused(UNREADY, "INPUT_NOT_READY", "spec.input.job") as details:
            submit(daemon, output_of(job))
        assert details[0].remedy

    cancel(daemon, running.name)
    wait(daemon, queued.name)
    assert len(buffered(daemon, output_of(queued)).features) == 4


def test_a_job_that_failed_is_no_input(daemon):
    spec_input = rows.inline(["POINT (0 0)"], fields=FIELDS, attributes=[["a", None]])
    failed = wait(daemon, submit(daemon, spec_input, None, distance_field="reach").name)
    assert failed.state == job_pb2.JOB_STATE_FAILED

    with refused(UNREADY, "INPUT_NOT_READY", "spec.input.job"):
        submit(daemon, output_of(failed))


def test_a_job_that_was_cancelled_is_no_input(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    cancel(daemon, job.name)
    wait(daemon, job.name)

    with refused(UNREADY, "INPUT_NOT_READY", "spec.input.job"):
        submit(daemon, output_of(job))


def test_a_job_that_is_not_there_is_no_input(daemon, towns):
    deleted = done(daemon, towns)
    delete(daemon, deleted.name)

    for job in (deleted, job_pb2.Job(name="jobs/nobody")):
        with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "spec.input.job"):
            submit(daemon, output_of(job))


def test_a_job_is_not_its_own_input(daemon):
    itself = job_pb2.Input(job="jobs/ouroboros")

    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "spec.input.job"):
        submit(daemon, itself, submit_options={"job_id": "ouroboros"})


def test_a_waiting_job_reads_the_output_of_one_that_is_deleted(start, towns):
    daemon = start(*ONE_AT_A_TIME)
    first = done(daemon, towns)
    blocker = start_endless(daemon)
    second = submit(daemon, output_of(first))

    delete(daemon, first.name)

    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND"):
        get(daemon, first.name)
    assert get(daemon, second.name).state == job_pb2.JOB_STATE_QUEUED
    cancel(daemon, blocker.name)
    assert wait(daemon, second.name).state == job_pb2.JOB_STATE_SUCCEEDED
    assert len(read(daemon, second.name).features) == 4
    wait(daemon, blocker.name)
    for name in (blocker.name, second.name):
        delete(daemon, name)
    eventually(lambda: not daemon.row_files())


def test_a_running_job_reads_the_output_of_one_that_is_deleted(start):
    daemon = start()
    first = done(daemon, rows.slow_input(4), 1e-4)  # Quick to make and slow to buffer further.
    second = submit(daemon, output_of(first), 0.5)
    wait_for_progress(daemon, second.name)

    delete(daemon, first.name)

    assert get(daemon, second.name).state == job_pb2.JOB_STATE_RUNNING
    assert wait(daemon, second.name).state == job_pb2.JOB_STATE_SUCCEEDED
    assert [row.id for row in read(daemon, second.name).features] == list(range(1, 5))
    delete(daemon, second.name)
    eventually(lambda: not daemon.row_files())
