# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows that are none: bad geometry, attributes or schemas are refused with what to do about it."""

import struct

import grpc
import pytest

from geotask.v1 import datasets_pb2, feature_pb2
from support import datasets, iso_wkb, rows
from support.bad_input import GOOD_ROW, helpfully_refused, submit_of
from support.bad_input import nothing_left_behind  # noqa: F401
from support.calls import upload

BAD = grpc.StatusCode.INVALID_ARGUMENT
TEXT = feature_pb2.FIELD_TYPE_STRING
NAN, INF = float("nan"), float("inf")


def count(number):
    return struct.pack("<I", number)


def wkb_head(type_code):
    return struct.pack("<BI", 1, type_code)


def vertices(*numbers):
    return struct.pack(f"<{len(numbers)}d", *numbers)


LINE = iso_wkb.of("LINESTRING (0 0, 1 1)")
COLLECTION_OF_ONE = wkb_head(7) + count(1)
BAD_WKB = {
    "no bytes": b"",
    "a byte order alone": b"\x01",
    "an unknown byte order": b"\x02" + wkb_head(1)[1:] + vertices(0, 0),
    "an unknown type": wkb_head(99) + vertices(0, 0),
    "PostGIS's EWKB": struct.pack("<BII", 1, 0x20000001, 4326) + vertices(0, 0),
    "half a point": iso_wkb.of("POINT (0 0)")[:-8],
    "a line cut short": LINE[:-1],
    "a byte too many": LINE + b"\x00",
    "four thousand million vertices": wkb_head(2) + count(2**32 - 1) + vertices(0, 0, 1, 1),
    "a vertex count that overflows": wkb_head(2) + count(2**28) + vertices(0, 0, 1, 1),
    "four thousand million rings": wkb_head(3) + count(2**32 - 1) + count(0),
    "a ring of four thousand million": wkb_head(3) + count(1) + count(2**32 - 1),
    "four thousand million parts": wkb_head(6) + count(2**32 - 1),
    "four thousand million members": wkb_head(7) + count(2**32 - 1) + LINE,
    "a line among points": wkb_head(4) + count(1) + LINE,
    "nesting 100 deep": COLLECTION_OF_ONE * 100 + LINE,
    "nesting without end": COLLECTION_OF_ONE * 50_000,
    "a vertex of NaN": wkb_head(2) + count(2) + vertices(0, 0, NAN, 1),
    "a point that is half NaN": wkb_head(1) + vertices(NAN, 1),
    "an infinite x": wkb_head(1) + vertices(INF, 0),
    "an infinite y in a ring": iso_wkb.of("POLYGON ((0 0, 1 0, 1 1, 0 0))")[:-8] + vertices(-INF),
    "an infinite Z": wkb_head(1001) + vertices(0, 0, INF),
    "a coordinate beyond 1e30": wkb_head(1) + vertices(1.1e30, 0),
}


@pytest.fixture(params=BAD_WKB.values(), ids=BAD_WKB.keys())
def bad_row(request):
    return feature_pb2.Feature(id=2, wkb=request.param)


def test_bad_wkb_inside_a_request(daemon, bad_row):
    asked = submit_of(rows.schema(), GOOD_ROW, bad_row)

    with helpfully_refused(BAD, "INVALID_WKB", "spec.input.features.features[1].wkb"):
        daemon.jobs.SubmitJob(asked, timeout=60)


def test_bad_wkb_in_an_upload(daemon, bad_row):
    with helpfully_refused(BAD, "INVALID_WKB", "batch.features[1].wkb"):
        datasets.upload_messages(
            daemon,
            {"header": datasets_pb2.UploadDatasetHeader(schema=rows.schema())},
            {"batch": feature_pb2.FeatureBatch(features=[GOOD_ROW, bad_row])},
            {"end": feature_pb2.FeaturesEnd(feature_count=2)},
        )


def test_bad_wkb_in_an_upload_with_a_job(daemon, bad_row):
    with helpfully_refused(BAD, "INVALID_WKB", "batch.features[1].wkb"):
        upload(daemon, submit_of(rows.schema()), [GOOD_ROW, bad_row])


def test_nesting_without_end_in_pieces(daemon):
    deep = feature_pb2.Feature(id=1, wkb=COLLECTION_OF_ONE * 500_000)

    with helpfully_refused(BAD, "INVALID_WKB", "piece.wkb"):
        datasets.upload(daemon, rows.schema(), [deep])


def test_a_geometry_that_is_not_of_the_type_in_the_schema(daemon):
    schema = rows.schema(geometry_type="Point")
    bad = feature_pb2.Feature(id=1, wkb=LINE)

    with helpfully_refused(BAD, "INVALID_WKB", "spec.input.features.features[0].wkb"):
        daemon.jobs.SubmitJob(submit_of(schema, bad), timeout=60)
    with helpfully_refused(BAD, "INVALID_WKB", "batch.features[0].wkb"):
        datasets.upload(daemon, schema, [bad])


def with_fields(*fields):
    return rows.schema(fields=fields)


def typed(kind):
    return with_fields(("it", kind))


@pytest.mark.parametrize(
    "field, schema",
    [
        ("fields[0].type", typed(feature_pb2.FIELD_TYPE_UNSPECIFIED)),
        ("fields[0].type", typed(77)),
        ("fields[1].name", with_fields(("twice", TEXT), ("twice", TEXT))),
        ("fields[0].name", with_fields(("", TEXT))),
        ("geometry_type", rows.schema(geometry_type="Blob")),
        ("geometry_type", rows.schema(geometry_type="Point; DROP TABLE")),
    ],
)
def test_a_schema_that_is_none(daemon, field, schema):
    with helpfully_refused(BAD, "INVALID_SCHEMA", f"spec.input.features.schema.{field}"):
        daemon.jobs.SubmitJob(submit_of(schema), timeout=60)
    with helpfully_refused(BAD, "INVALID_SCHEMA", f"submit.spec.input.features.schema.{field}"):
        upload(daemon, submit_of(schema), [])
    with helpfully_refused(BAD, "INVALID_SCHEMA", f"header.schema.{field}"):
        datasets.upload(daemon, schema, [])


@pytest.mark.parametrize(
    "kind, value",
    [
        (feature_pb2.FIELD_TYPE_BOOLEAN, 1),
        (feature_pb2.FIELD_TYPE_INTEGER, 2**31),
        (feature_pb2.FIELD_TYPE_INTEGER, "1"),
        (feature_pb2.FIELD_TYPE_INTEGER64, 1.0),
        (feature_pb2.FIELD_TYPE_DOUBLE, 1),
        (feature_pb2.FIELD_TYPE_STRING, b"text"),
        (feature_pb2.FIELD_TYPE_DATE, "2023-02-29"),
        (feature_pb2.FIELD_TYPE_DATE, "29.02.2024"),
        (feature_pb2.FIELD_TYPE_TIME, "25:00:00"),
        (feature_pb2.FIELD_TYPE_DATETIME, "yesterday"),
        (feature_pb2.FIELD_TYPE_BINARY, "text"),
        (feature_pb2.FIELD_TYPE_JSON, "{"),
    ],
)
def test_an_attribute_that_is_not_of_its_type(daemon, kind, value):
    bad = rows.feature("POINT (0 0)", 1, [value])

    with helpfully_refused(
        BAD, "INVALID_ATTRIBUTE", "spec.input.features.features[0].attributes[0]"
    ):
        daemon.jobs.SubmitJob(submit_of(typed(kind), bad), timeout=60)
    with helpfully_refused(BAD, "INVALID_ATTRIBUTE", "batch.features[0].attributes[0]"):
        datasets.upload(daemon, typed(kind), [bad])


@pytest.mark.parametrize("attributes", [[], ["a", "b"]], ids=["too few", "too many"])
def test_a_row_with_another_number_of_attributes(daemon, attributes):
    bad = rows.feature("POINT (0 0)", 1, attributes)

    with helpfully_refused(BAD, "INVALID_ATTRIBUTE", "batch.features[0].attributes"):
        datasets.upload(daemon, typed(TEXT), [bad])
