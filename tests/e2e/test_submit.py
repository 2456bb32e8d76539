# SPDX-License-Identifier: GPL-2.0-or-later
"""SubmitJob: what can be sent and what comes of it."""

import json
import time

import grpc
import pytest
import shapely.wkt

from google.protobuf import duration_pb2
from geotask.v1 import buffer_pb2, feature_pb2, job_pb2
from support import rows
from support.calls import buffered, get, layer, read, refused, submit, wait

BAD = grpc.StatusCode.INVALID_ARGUMENT


def area_difference(feature, wkt, distance, segments):
    expected = shapely.wkt.loads(wkt).buffer(distance, segments)
    return rows.geometry(feature).symmetric_difference(expected).area / expected.area


def test_rows_inside_the_request_are_buffered(daemon):
    wkts = ["POINT (1 2)", "LINESTRING (0 0, 5 5, 9 0)", "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))"]

    result = buffered(daemon, rows.inline(wkts), distance=2.0)

    assert len(result.features) == 3
    for feature, wkt in zip(result.features, wkts):
        assert area_difference(feature, wkt, 2.0, 5) < 1e-12
    assert result.header.schema.geometry_type == "MultiPolygon"
    assert result.header.schema.crs == "EPSG:3857"


def test_a_geojson_text_is_buffered(daemon):
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": 42,
                    "properties": {"name": "here", "rank": 3},
                    "geometry": {"type": "Point", "coordinates": [7.5, 51.25]},
                }
            ],
        }
    )

    result = buffered(daemon, job_pb2.Input(geojson=text), distance=0.5)

    [feature] = result.features
    assert feature.id == 42
    assert area_difference(feature, "POINT (7.5 51.25)", 0.5, 5) < 1e-12
    names = [field.name for field in result.header.schema.fields]
    assert names == ["name", "rank"]
    assert feature.attributes[0].string_value == "here"
    assert feature.attributes[1].integer_value == 3
    assert result.header.schema.crs == "EPSG:4326"


def test_a_layer_of_a_source_is_buffered(daemon):
    job = wait(daemon, submit(daemon, layer("data:world/disputed_borders"), 0.01).name)

    assert job.state == job_pb2.JOB_STATE_SUCCEEDED
    assert job.outputs[0].features.feature_count == 46
    assert len(read(daemon, job.name).features) == 46


def test_the_answer_is_the_job_as_it_was_accepted(daemon):
    job = submit(
        daemon,
        rows.inline(["POINT (1 2)"]),
        3.5,
        spec_options={"labels": {"team": "maps"}, "priority": 4},
    )

    assert job.name.startswith("jobs/") and len(job.name) > len("jobs/")
    assert job.principal == "local"
    assert job.spec.buffer.distance == 3.5
    assert dict(job.spec.labels) == {"team": "maps"}
    assert job.spec.priority == 4
    assert job.attempt == 1
    assert job.HasField("create_time")
    assert job.spec.input.WhichOneof("source") == "features"
    assert not job.spec.input.features.features, "rows are not repeated"


def test_each_phase_has_its_time(daemon):
    job = wait(daemon, submit(daemon, rows.inline(["POINT (1 2)"])).name)

    times = [job.create_time, job.start_time, job.end_time, job.expire_time]
    nanoseconds = [each.ToNanoseconds() for each in times]
    assert nanoseconds == sorted(nanoseconds) and nanoseconds[0] > 0
    assert not job.HasField("cancel_time")


@pytest.mark.parametrize(
    "options, wkt, expected",
    [
        ({"segments": 1}, "POINT (0 0)", shapely.wkt.loads("POINT (0 0)").buffer(1, 1)),
        (
            {"cap_style": buffer_pb2.Buffer.CAP_STYLE_FLAT},
            "LINESTRING (0 0, 10 0)",
            shapely.wkt.loads("LINESTRING (0 0, 10 0)").buffer(1, 5, cap_style=2),
        ),
        (
            {"cap_style": buffer_pb2.Buffer.CAP_STYLE_SQUARE},
            "LINESTRING (0 0, 10 0)",
            shapely.wkt.loads("LINESTRING (0 0, 10 0)").buffer(1, 5, cap_style=3),
        ),
        (
            {"join_style": buffer_pb2.Buffer.JOIN_STYLE_MITRE, "mitre_limit": 3.0},
            "POLYGON ((0 0, 9 0, 0 9, 0 0))",
            shapely.wkt.loads("POLYGON ((0 0, 9 0, 0 9, 0 0))").buffer(
                1, 5, join_style=2, mitre_limit=3.0
            ),
        ),
        (
            {"distance": -1.0},
            "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))",
            shapely.wkt.loads("POLYGON ((1 1, 8 1, 8 8, 1 8, 1 1))"),
        ),
    ],
    ids=["segments", "flat", "square", "mitre", "negative"],
)
def test_each_option_has_its_effect(daemon, options, wkt, expected):
    [feature] = buffered(daemon, rows.inline([wkt]), **options).features

    difference = rows.geometry(feature).symmetric_difference(expected).area
    assert difference <= 1e-9 * expected.area


def test_a_buffer_on_the_left_side_lies_left_of_the_line(daemon):
    [feature] = buffered(
        daemon, rows.inline(["LINESTRING (0 0, 10 0)"]), side=buffer_pb2.Buffer.SIDE_LEFT
    ).features

    assert rows.geometry(feature).bounds == (0.0, 0.0, 10.0, 1.0)


def test_dissolve_unites_all_and_keeps_the_first_row_s_attributes(daemon):
    spec_input = rows.inline(
        ["POINT (0 0)", "POINT (1 0)", "POINT (50 0)"],
        fields=[("name", feature_pb2.FIELD_TYPE_STRING)],
        attributes=[["a"], ["b"], ["c"]],
    )

    [feature] = buffered(daemon, spec_input, dissolve=True).features

    assert feature.id == 1 and feature.attributes[0].string_value == "a"
    assert len(rows.geometry(feature).geoms) == 2


def test_separate_disjoint_gives_a_row_a_part(daemon):
    result = buffered(
        daemon, rows.inline(["MULTIPOINT (0 0, 50 0, 100 0)"]), separate_disjoint=True
    )

    assert [feature.id for feature in result.features] == [1, 1, 1]
    assert result.header.schema.geometry_type == "Polygon"


def test_the_distance_can_come_from_a_field(daemon):
    spec_input = rows.inline(
        ["POINT (0 0)", "POINT (0 0)", "POINT (0 0)"],
        fields=[("reach", feature_pb2.FIELD_TYPE_DOUBLE)],
        attributes=[[1.0], [2.0], [None]],
    )

    result = buffered(daemon, spec_input, distance=5.0, distance_field="reach")

    widths = [rows.geometry(each).bounds[2] for each in result.features]
    assert widths == pytest.approx([1, 2, 5])


def test_a_null_distance_without_a_default_fails_the_job(daemon):
    spec_input = rows.inline(
        ["POINT (0 0)"], fields=[("reach", feature_pb2.FIELD_TYPE_DOUBLE)], attributes=[[None]]
    )

    job = wait(daemon, submit(daemon, spec_input, distance=None, distance_field="reach").name)

    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == "DISTANCE_IS_NULL"
    assert job.error_message


def test_the_result_comes_in_another_crs_when_asked(daemon):
    result = buffered(
        daemon, rows.inline(["POINT (0 0)"], crs="EPSG:4326"), 1.0, output_crs="EPSG:3857"
    )

    assert result.header.schema.crs == "EPSG:3857"
    assert rows.geometry(result.features[0]).bounds[2] == pytest.approx(111319.49, abs=0.01)


def test_validate_only_checks_and_keeps_nothing(daemon):
    options = {"validate_only": True, "job_id": "only-a-question"}

    job = submit(daemon, rows.inline(["POINT (0 0)"]), submit_options=options)

    assert job.state == job_pb2.JOB_STATE_UNSPECIFIED
    assert not job.HasField("create_time")
    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND"):
        get(daemon, "jobs/only-a-question")
    with refused(BAD, "OUT_OF_RANGE", "spec.buffer.segments"):
        submit(daemon, rows.inline(["POINT (0 0)"]), submit_options=options, segments=0)


def test_a_client_can_choose_the_id(daemon):
    options = {"job_id": "coast-2024"}

    assert submit(daemon, rows.inline([]), submit_options=options).name == "jobs/coast-2024"

    with refused(grpc.StatusCode.ALREADY_EXISTS, "JOB_EXISTS", "job_id"):
        submit(daemon, rows.inline([]), submit_options=options)


def test_a_repeated_request_gives_the_first_job(daemon):
    options = {"request_id": "4b0f9a0e"}

    first = submit(daemon, rows.inline(["POINT (0 0)"]), submit_options=options)
    again = submit(daemon, rows.inline(["POINT (0 0)"]), submit_options=options)

    assert again.name == first.name
    with refused(BAD, "REQUEST_ID_REUSED", "request_id"):
        submit(daemon, rows.inline(["POINT (9 9)"]), submit_options=options)


def test_a_job_is_deleted_when_its_time_to_live_is_over(daemon):
    one_second = {"ttl": duration_pb2.Duration(seconds=1)}

    job = wait(daemon, submit(daemon, rows.inline([]), spec_options=one_second).name)

    assert job.expire_time.ToNanoseconds() - job.end_time.ToNanoseconds() == 10**9
    assert wait_until_gone(daemon, job.name)


def wait_until_gone(daemon, name):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            get(daemon, name)
        except grpc.RpcError as error:
            return error.code() == grpc.StatusCode.NOT_FOUND
        time.sleep(0.1)
    return False
