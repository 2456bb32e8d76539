# SPDX-License-Identifier: GPL-2.0-or-later
"""ReadFeatures: rows come back in order, as they went in, also in part and while they are made."""

import grpc
import pytest

from geotask.v1 import feature_pb2, job_pb2, jobs_pb2
from support import rows
from support.calls import (
    buffered, cancel, get, layer, read, refused, request, submit, upload, wait,
    wait_for_progress,
)

FIELDS = [
    ("flag", feature_pb2.FIELD_TYPE_BOOLEAN),
    ("small", feature_pb2.FIELD_TYPE_INTEGER),
    ("large", feature_pb2.FIELD_TYPE_INTEGER64),
    ("real", feature_pb2.FIELD_TYPE_DOUBLE),
    ("text", feature_pb2.FIELD_TYPE_STRING),
    ("day", feature_pb2.FIELD_TYPE_DATE),
    ("clock", feature_pb2.FIELD_TYPE_TIME),
    ("moment", feature_pb2.FIELD_TYPE_DATETIME),
    ("blob", feature_pb2.FIELD_TYPE_BINARY),
    ("json", feature_pb2.FIELD_TYPE_JSON),
]
FULL = [
    True, -(2**31), 2**63 - 1, 0.1, "Zürich 東京", "2024-02-29", "13:45:30.250",
    "2024-02-29T13:45:30.250Z", b"\x00\xff", '{"a":[1,2]}',
]


def test_ids_and_attributes_come_out_as_they_went_in(daemon):
    spec_input = rows.inline(
        ["POINT (0 0)", "POINT (1 1)"], fields=FIELDS, attributes=[FULL, [None] * len(FIELDS)]
    )
    spec_input.features.features[0].id = -5
    spec_input.features.features[1].id = 2**63 - 1
    sent = [list(row.attributes) for row in spec_input.features.features]

    result = buffered(daemon, spec_input)

    assert [row.id for row in result.features] == [-5, 2**63 - 1]
    assert [list(row.attributes) for row in result.features] == sent
    assert [(f.name, f.type) for f in result.header.schema.fields] == FIELDS


def test_rows_of_a_layer_come_in_its_order_with_its_ids(daemon):
    result = buffered(daemon, layer("data:world/countries"), 0.05)

    ids = [row.id for row in result.features]
    assert len(ids) == 240
    assert ids == sorted(ids)
    assert result.header.feature_count == 240
    assert result.header.HasField("end_time")
    names = [field.name for field in result.header.schema.fields]
    assert all(len(row.attributes) == len(names) for row in result.features)


def test_reading_can_begin_at_any_row(daemon):
    job = wait(daemon, submit(daemon, layer("data:world/countries"), 0.05).name)
    whole = read(daemon, job.name).features

    for ordinal in (1, 100, 239):
        assert read(daemon, job.name, start_ordinal=ordinal).features == whole[ordinal:]
    assert read(daemon, job.name, start_ordinal=240).features == []
    with refused(grpc.StatusCode.OUT_OF_RANGE, "ORDINAL_OUT_OF_RANGE", "start_ordinal"):
        read(daemon, job.name, start_ordinal=241)


def test_resuming_names_the_attempt(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)", "POINT (1 1)"])).name)

    assert len(read(daemon, job.name, start_ordinal=1, attempt=1).features) == 1
    with refused(grpc.StatusCode.ABORTED, "NEW_ATTEMPT"):
        read(daemon, job.name, start_ordinal=1, attempt=2)


def test_a_running_job_is_followed_to_its_end(daemon):
    job = submit(daemon, rows.slow_input(9), 0.5)

    result = read(daemon, job.name)

    assert [row.id for row in result.features] == list(range(1, 10))
    assert not result.header.HasField("feature_count"), "it was not known at the beginning"
    assert get(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED


def test_rows_can_be_read_before_the_job_ends(daemon):
    job = submit(daemon, layer("data:world/states_provinces"), 0.1)
    stream = daemon.jobs.ReadFeatures(jobs_pb2.ReadFeaturesRequest(name=job.name))
    for message in stream:
        if message.WhichOneof("part") == "batch":
            break

    state = get(daemon, job.name).state
    stream.cancel()

    assert state == job_pb2.JOB_STATE_RUNNING
    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED


def test_a_reader_learns_that_the_job_is_cancelled(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    stream = daemon.jobs.ReadFeatures(jobs_pb2.ReadFeaturesRequest(name=job.name))
    wait_for_progress(daemon, job.name)
    cancel(daemon, job.name)

    with refused(grpc.StatusCode.ABORTED, "JOB_CANCELLED"):
        list(stream)
    wait(daemon, job.name)
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "JOB_CANCELLED"):
        read(daemon, job.name)


def test_a_failed_job_has_no_result(daemon):
    spec_input = rows.inline(
        ["POINT (0 0)"], fields=[("reach", feature_pb2.FIELD_TYPE_DOUBLE)], attributes=[[None]]
    )
    job = wait(daemon, submit(daemon, spec_input, None, distance_field="reach").name)
    assert job.state == job_pb2.JOB_STATE_FAILED

    with refused(grpc.StatusCode.FAILED_PRECONDITION, "JOB_FAILED"):
        read(daemon, job.name)


def test_null_and_empty_geometries_are_rows(daemon):
    wkts = [None, "POLYGON EMPTY", "LINESTRING EMPTY", "POINT (0 0)"]

    features = buffered(daemon, rows.inline(wkts)).features

    assert [row.id for row in features] == [1, 2, 3, 4]
    assert not features[0].HasField("wkb")
    for row in features[1:3]:
        assert not row.HasField("wkb") or rows.geometry(row).is_empty
    assert rows.geometry(features[3]).area > 3


def test_no_rows_give_no_rows(daemon):
    result = buffered(daemon, rows.inline([]))

    assert result.features == [] and result.header.feature_count == 0


@pytest.mark.parametrize(
    "type_code, coordinates",
    [(1001, (3, 4, 5)), (2001, (3, 4, 6)), (3001, (3, 4, 5, 6))],
    ids=["Z", "M", "ZM"],
)
def test_points_with_z_and_m_are_buffered_in_the_plane(daemon, type_code, coordinates):
    spec_input = rows.inline([None])
    spec_input.features.features[0].wkb = rows.iso_point(type_code, *coordinates)

    [row] = buffered(daemon, spec_input).features

    assert rows.geometry(row).bounds == pytest.approx((2, 3, 4, 5))


def test_a_geometry_of_5_megabytes_travels_in_pieces_both_ways(daemon):
    ring = rows.wavy_ring(330_000)
    row = feature_pb2.Feature(id=77, wkb=ring.wkb)
    assert len(row.wkb) > 5_000_000
    asked = request(None, 1e-5, segments=1)
    asked.spec.input.features.schema.CopyFrom(rows.schema())

    job = wait(daemon, upload(daemon, asked, [row]).name)

    assert job.state == job_pb2.JOB_STATE_SUCCEEDED, job
    result = read(daemon, job.name)
    [out] = result.features
    assert out.id == 77 and len(out.wkb) > 5_000_000
    assert result.pieces >= 5
    expected = ring.buffer(1e-5, 1)
    assert rows.geometry(out).area == pytest.approx(expected.area, rel=1e-9)


def test_the_job_says_how_much_it_made(daemon):
    job = wait(daemon, submit(daemon, layer("data:world/countries"), 0.05).name)

    result = read(daemon, job.name)

    assert job.outputs[0].features.feature_count == len(result.features)
    assert job.outputs[0].features.byte_count >= sum(len(row.wkb) for row in result.features)
    assert job.outputs[0].features.schema == result.header.schema
