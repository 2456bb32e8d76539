# SPDX-License-Identifier: GPL-2.0-or-later
"""A dataset as the input of a job: the same result, byte for byte, as the same rows inside."""

import struct

import pytest

from geotask.v1 import feature_pb2, job_pb2
from support import datasets, iso_wkb, rows
from support.calls import (
    buffered, cancel, delete, get, read, start_endless, submit, wait, wait_for_progress,
)
from support.daemon import ONE_AT_A_TIME
from support.eventually import eventually

GEOMETRIES = [
    ("Point", "POINT (1 2)"),
    ("PointZ", "POINT Z (1 2 3)"),
    ("PointM", "POINT M (1 2 4)"),
    ("PointZM", "POINT ZM (1 2 3 4)"),
    ("LineString", "LINESTRING (0 0, 5 5, 9 0)"),
    ("LineStringZ", "LINESTRING Z (0 0 1, 5 5 2, 9 0 3)"),
    ("LineStringZM", "LINESTRING ZM (0 0 1 7, 5 5 2 8, 9 0 3 9)"),
    ("Polygon", "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (4 4, 4 5, 5 5, 4 4))"),
    ("PolygonM", "POLYGON M ((0 0 1, 9 0 2, 9 9 3, 0 0 1))"),
    ("MultiPoint", "MULTIPOINT ((0 0), (50 0))"),
    ("MultiPointZ", "MULTIPOINT Z ((0 0 1), (50 0 2))"),
    ("MultiLineString", "MULTILINESTRING ((0 0, 5 5), (20 0, 25 5, 30 0))"),
    ("MultiLineStringM", "MULTILINESTRING M ((0 0 1, 5 5 2), (20 0 3, 25 5 4))"),
    ("MultiPolygon", "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0)))"),
    ("MultiPolygonZM", "MULTIPOLYGON ZM (((0 0 1 2, 9 0 3 4, 9 9 5 6, 0 0 1 2)))"),
    ("GeometryCollection", "GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (5 5, 9 9))"),
    ("CircularString", "CIRCULARSTRING (0 0, 1 1, 2 0)"),
    ("CompoundCurve", "COMPOUNDCURVE (CIRCULARSTRING (0 0, 1 1, 2 0), (2 0, 9 0))"),
    ("CurvePolygon", "CURVEPOLYGON (CIRCULARSTRING (0 0, 4 0, 4 4, 0 4, 0 0))"),
    ("MultiCurve", "MULTICURVE ((0 0, 5 5), CIRCULARSTRING (9 0, 10 1, 11 0))"),
    ("MultiSurface", "MULTISURFACE (((0 0, 9 0, 9 9, 0 0)))"),
    ("Polygon", "POLYGON EMPTY"),
    ("PointZ", "POINT Z EMPTY"),
    ("MultiLineString", "MULTILINESTRING EMPTY"),
    ("GeometryCollection", "GEOMETRYCOLLECTION EMPTY"),
]


def result_bytes(result):
    """The header (but for its times) and the rows as they travelled."""
    rows_bytes = [row.SerializeToString() for row in result.features]
    return result.header.schema.SerializeToString(deterministic=True), rows_bytes


def both_ways(daemon, spec_input, **options):
    """The results of the same rows from a dataset and from inside the request."""
    dataset = datasets.upload_inline(daemon, spec_input)
    assert dataset.feature_count == len(spec_input.features.features)
    uploaded = buffered(daemon, datasets.as_input(dataset), **options)
    return uploaded, buffered(daemon, spec_input, **options)


@pytest.mark.parametrize("geometry_type, wkt", GEOMETRIES, ids=[wkt for _, wkt in GEOMETRIES])
def test_a_geometry_of_each_type_gives_the_same_bytes(daemon, geometry_type, wkt):
    spec_input = rows.inline([None, None], geometry_type=geometry_type)
    spec_input.features.features[0].wkb = iso_wkb.of(wkt)  # The second row stays null.

    uploaded, inside = both_ways(daemon, spec_input)

    assert result_bytes(uploaded) == result_bytes(inside)
    assert [row.id for row in uploaded.features] == [1, 2]
    assert not uploaded.features[1].HasField("wkb")
    if "EMPTY" not in wkt:
        assert rows.geometry(uploaded.features[0]).area > 3


def test_rows_of_different_types_may_stand_in_one_dataset(daemon):
    spec_input = rows.inline([None] * len(GEOMETRIES), geometry_type="Geometry")
    for row, (_, wkt) in zip(spec_input.features.features, GEOMETRIES):
        row.wkb = iso_wkb.of(wkt)

    uploaded, inside = both_ways(daemon, spec_input, dissolve=True)

    assert result_bytes(uploaded) == result_bytes(inside)


def test_a_geometry_in_the_other_byte_order_is_the_same(daemon):
    spec_input = rows.inline([None, "POINT (1 2)"])
    spec_input.features.features[0].wkb = struct.pack(">BIdd", 0, 1, 1, 2)

    uploaded, inside = both_ways(daemon, spec_input)

    assert result_bytes(uploaded) == result_bytes(inside)
    assert uploaded.features[0].wkb == uploaded.features[1].wkb


def attribute(field_type, *values):
    """A column with these values and a null at its end."""
    return pytest.param(field_type, [*values, None], id=feature_pb2.FieldType.Name(field_type))


@pytest.mark.parametrize(
    "field_type, values",
    [
        attribute(feature_pb2.FIELD_TYPE_BOOLEAN, False, True),
        attribute(feature_pb2.FIELD_TYPE_INTEGER, -(2**31), 0, 2**31 - 1),
        attribute(feature_pb2.FIELD_TYPE_INTEGER64, -(2**63), 2**53 + 1, 2**63 - 1),
        attribute(
            feature_pb2.FIELD_TYPE_DOUBLE,
            0.1, -0.0, 5e-324, 1.7976931348623157e308,
            float("inf"), float("-inf"), float("nan"),
        ),
        attribute(feature_pb2.FIELD_TYPE_STRING, "", "Zürich 東京 🗺", "two\nlines", "x" * 999),
        attribute(feature_pb2.FIELD_TYPE_DATE, "0001-01-01", "1969-12-31", "2024-02-29"),
        attribute(feature_pb2.FIELD_TYPE_TIME, "00:00:00", "13:45:30", "23:59:59.999"),
        attribute(
            feature_pb2.FIELD_TYPE_DATETIME,
            "2024-02-29T13:45:30", "2024-02-29T13:45:30.250Z", "1969-12-31T23:59:59+01:00",
        ),
        attribute(feature_pb2.FIELD_TYPE_BINARY, b"", b"\x00\xff\x00", bytes(range(256))),
        attribute(feature_pb2.FIELD_TYPE_JSON, '{"a":[1,2]}', "[]", "null"),
    ],
)
def test_attributes_of_each_type_survive(daemon, field_type, values):
    fields = [("before", feature_pb2.FIELD_TYPE_STRING), ("it", field_type)]
    spec_input = rows.inline(
        ["POINT (0 0)"] * len(values), fields=fields, attributes=[["b", each] for each in values]
    )
    # As bytes: a NaN is not equal to itself, and -0.0 is equal to 0.0.
    sent = [row.attributes[1].SerializeToString() for row in spec_input.features.features]

    uploaded, inside = both_ways(daemon, spec_input)

    assert [row.attributes[1].SerializeToString() for row in uploaded.features] == sent
    assert result_bytes(uploaded) == result_bytes(inside)
    assert [(each.name, each.type) for each in uploaded.header.schema.fields] == fields


def test_length_and_precision_of_a_field_are_kept(daemon):
    schema = rows.schema(fields=[("reach", feature_pb2.FIELD_TYPE_DOUBLE)])
    schema.fields[0].length, schema.fields[0].precision = 10, 3

    dataset = datasets.upload(daemon, schema, [rows.feature("POINT (0 0)", 1, [1.5])])

    assert dataset.schema.fields == schema.fields
    assert buffered(daemon, datasets.as_input(dataset)).header.schema.fields == schema.fields


def test_ids_are_carried_from_the_upload_to_the_result(daemon):
    sent = [rows.feature("POINT (0 0)", i) for i in (-(2**63), -1, 0, 7, 7, 2**63 - 1)]
    dataset = datasets.upload(daemon, rows.schema(), sent)

    result = buffered(daemon, datasets.as_input(dataset))

    assert [row.id for row in result.features] == [row.id for row in sent]


def test_a_large_dataset_gives_the_same_bytes_as_an_upload_with_the_job(daemon):
    spec_input = rows.inline([f"LINESTRING (0 {i}, 3 {i})" for i in range(10_000)])

    uploaded, inside = both_ways(daemon, spec_input, segments=2)

    assert result_bytes(uploaded) == result_bytes(inside)


def test_a_distance_can_come_from_an_attribute(daemon):
    spec_input = rows.inline(
        ["POINT (0 0)"] * 3,
        fields=[("reach", feature_pb2.FIELD_TYPE_INTEGER64)],
        attributes=[[1], [2], [None]],
    )
    dataset = datasets.upload_inline(daemon, spec_input)

    result = buffered(daemon, datasets.as_input(dataset), 5.0, distance_field="reach")

    widths = [rows.geometry(each).bounds[2] for each in result.features]
    assert widths == pytest.approx([1, 2, 5])


def test_the_job_names_the_dataset(daemon):
    dataset = datasets.upload(daemon, rows.schema(), [rows.feature("POINT (0 0)", 1)])

    job = submit(daemon, datasets.as_input(dataset))

    assert job.spec.input == datasets.as_input(dataset)
    assert wait(daemon, job.name).progress.features_total == 1


def test_one_dataset_serves_many_jobs(daemon):
    dataset = datasets.upload(daemon, rows.schema(), [rows.feature("POINT (0 0)", 1)])

    names = [submit(daemon, datasets.as_input(dataset), 1.0 + i).name for i in range(20)]

    assert {wait(daemon, name).state for name in names} == {job_pb2.JOB_STATE_SUCCEEDED}
    assert datasets.get(daemon, dataset.name).feature_count == 1


def test_a_waiting_job_reads_a_dataset_that_is_deleted_meanwhile(start):
    daemon = start(*ONE_AT_A_TIME)
    blocker = start_endless(daemon)
    dataset = datasets.upload(daemon, rows.schema(), [rows.feature("POINT (7 0)", 1)])
    job = submit(daemon, datasets.as_input(dataset))

    datasets.delete(daemon, dataset.name)

    assert datasets.is_gone(daemon, dataset.name)
    assert get(daemon, job.name).state == job_pb2.JOB_STATE_QUEUED
    cancel(daemon, blocker.name)
    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED
    [row] = read(daemon, job.name).features
    assert rows.geometry(row).bounds == pytest.approx((6, -1, 8, 1))
    wait(daemon, blocker.name)
    for name in (blocker.name, job.name):
        delete(daemon, name)
    eventually(lambda: not daemon.row_files())


def test_a_running_job_reads_a_dataset_that_is_deleted_meanwhile(start):
    daemon = start()
    dataset = datasets.upload_inline(daemon, rows.slow_input(5))
    job = submit(daemon, datasets.as_input(dataset), 0.5)
    wait_for_progress(daemon, job.name)

    datasets.delete(daemon, dataset.name)

    assert get(daemon, job.name).state == job_pb2.JOB_STATE_RUNNING
    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED
    assert [row.id for row in read(daemon, job.name).features] == list(range(1, 6))
    delete(daemon, job.name)
    eventually(lambda: not daemon.row_files())
