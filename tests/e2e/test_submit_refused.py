# SPDX-License-Identifier: GPL-2.0-or-later
"""SubmitJob: what is refused, and how the refusal helps."""

import grpc
import pytest

from google.protobuf import duration_pb2
from geotask.v1 import buffer_pb2, feature_pb2, job_pb2, jobs_pb2
from support import rows
from support.calls import delete, get, layer, refused, request, submit, watch

BAD = grpc.StatusCode.INVALID_ARGUMENT
POINT = ["POINT (0 0)"]
TEXT_FIELD = [("name", feature_pb2.FIELD_TYPE_STRING)]
TOO_MANY_LABELS = {f"key{i}": "" for i in range(33)}


@pytest.mark.parametrize(
    "reason, field, asked",
    [
        ("MISSING_FIELD", "spec", lambda: jobs_pb2.SubmitJobRequest()),
        ("MISSING_FIELD", "spec.input", lambda: request(None)),
        (
            "MISSING_FIELD",
            "spec.operation",
            lambda: jobs_pb2.SubmitJobRequest(spec=job_pb2.JobSpec(input=rows.inline(POINT))),
        ),
        ("MISSING_FIELD", "spec.buffer.distance", lambda: request(rows.inline(POINT), None)),
        (
            "OUT_OF_RANGE",
            "spec.buffer.distance",
            lambda: request(rows.inline(POINT), float("nan")),
        ),
        (
            "OUT_OF_RANGE",
            "spec.buffer.distance",
            lambda: request(rows.inline(POINT), float("inf")),
        ),
        ("OUT_OF_RANGE", "spec.buffer.segments", lambda: request(rows.inline(POINT), segments=0)),
        (
            "OUT_OF_RANGE",
            "spec.buffer.segments",
            lambda: request(rows.inline(POINT), segments=1001),
        ),
        (
            "OUT_OF_RANGE",
            "spec.buffer.mitre_limit",
            lambda: request(rows.inline(POINT), mitre_limit=0.5),
        ),
        (
            "OUT_OF_RANGE",
            "spec.priority",
            lambda: request(rows.inline(POINT), spec_options={"priority": 11}),
        ),
        (
            "OUT_OF_RANGE",
            "spec.ttl",
            lambda: request(
                rows.inline(POINT), spec_options={"ttl": duration_pb2.Duration(seconds=0)}
            ),
        ),
        (
            "OUT_OF_RANGE",
            "spec.ttl",
            lambda: request(
                rows.inline(POINT),
                spec_options={"ttl": duration_pb2.Duration(seconds=2, nanos=-999_999_999)},
            ),
        ),
        (
            "CONFLICTING_FIELDS",
            None,
            lambda: request(
                rows.inline(["LINESTRING (0 0, 1 1)"]),
                side=buffer_pb2.Buffer.SIDE_LEFT,
                dissolve=True,
            ),
        ),
        (
            "INVALID_ID",
            "job_id",
            lambda: request(rows.inline(POINT), submit_options={"job_id": "Not An Id"}),
        ),
        (
            "INVALID_LABEL",
            None,
            lambda: request(rows.inline(POINT), spec_options={"labels": {"UPPER": "x"}}),
        ),
        (
            "INVALID_LABEL",
            None,
            lambda: request(rows.inline(POINT), spec_options={"labels": TOO_MANY_LABELS}),
        ),
        ("INVALID_LAYER", "spec.input.layer", lambda: request(layer("/etc/passwd"))),
        ("INVALID_LAYER", "spec.input.layer", lambda: request(layer("world/countries"))),
        (
            "INVALID_GEOJSON",
            "spec.input.geojson",
            lambda: request(job_pb2.Input(geojson='{"type": "Point", "coordi')),
        ),
        (
            "INVALID_CRS",
            "spec.input.features.schema.crs",
            lambda: request(rows.inline(POINT, crs="EPSG:99999999")),
        ),
        (
            "INVALID_CRS",
            "spec.buffer.output_crs",
            lambda: request(rows.inline(POINT), output_crs="nowhere"),
        ),
        (
            "UNKNOWN_FIELD",
            "spec.buffer.distance_field",
            lambda: request(rows.inline(POINT), None, distance_field="width"),
        ),
        (
            "FIELD_NOT_NUMERIC",
            "spec.buffer.distance_field",
            lambda: request(
                rows.inline(POINT, fields=TEXT_FIELD, attributes=[["wide"]]),
                None,
                distance_field="name",
            ),
        ),
    ],
)
def test_a_bad_request_is_refused_with_its_reason_and_field(daemon, reason, field, asked):
    with refused(BAD, reason, field):
        daemon.jobs.SubmitJob(asked(), timeout=60)


def test_bad_wkb_is_refused_with_the_row_it_is_in(daemon):
    spec_input = rows.inline(["POINT (0 0)", "POINT (1 1)"])
    spec_input.features.features[1].wkb = b"\x01\x01\x00\x00\x00\x00\x00"

    with refused(BAD, "INVALID_WKB", "spec.input.features.features[1].wkb"):
        submit(daemon, spec_input)


def test_postgis_s_ewkb_is_refused(daemon):
    spec_input = rows.inline(["POINT (0 0)"])
    spec_input.features.features[0].wkb = rows.iso_point(0x20000001, 0, 0, 0)

    with refused(BAD, "INVALID_WKB", "spec.input.features.features[0].wkb"):
        submit(daemon, spec_input)


def test_one_side_needs_lines(daemon):
    spec_input = rows.inline(["POINT (0 0)"], geometry_type="Point")

    with refused(BAD, "NOT_A_LINE"):
        submit(daemon, spec_input, side=buffer_pb2.Buffer.SIDE_LEFT)


@pytest.mark.parametrize(
    "name, reason",
    [("data:nothing/there", "UNKNOWN_SOURCE"), ("data:world/there", "UNKNOWN_LAYER")],
)
def test_what_is_not_on_offer_is_not_found(daemon, name, reason):
    with refused(grpc.StatusCode.NOT_FOUND, reason, "spec.input.layer") as details:
        submit(daemon, layer(name))
    assert details[0].given and details[0].remedy


def test_a_request_of_more_than_one_mebibyte_is_refused(daemon):
    spec_input = job_pb2.Input(geojson=" " * (1 << 20))

    with pytest.raises(grpc.RpcError) as caught:
        submit(daemon, spec_input)

    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_name_that_is_none_is_refused(daemon):
    for call in (get, delete):
        with refused(BAD, "INVALID_NAME", "name"):
            call(daemon, "job/1")
    with refused(BAD, "INVALID_NAME", "name"):
        list(watch(daemon, ""))
