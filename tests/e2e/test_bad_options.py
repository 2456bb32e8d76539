# SPDX-License-Identifier: GPL-2.0-or-later
"""Options that are none or out of range: a CRS, segments, a distance, labels, a time to live."""

import grpc
import pytest

from geotask.v1 import feature_pb2, job_pb2
from support import datasets, rows
from support.bad_input import helpfully_refused, submit_of
from support.bad_input import nothing_left_behind  # noqa: F401
from support.calls import delete, layer, refused, submit, upload, wait

BAD = grpc.StatusCode.INVALID_ARGUMENT
TEXT = feature_pb2.FIELD_TYPE_STRING
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:99999999",
        "EPSG:",
        "nowhere",
        "/etc/passwd",
        "/vsicurl/http://127.0.0.1/crs.wkt",
        "+proj=longlat +nadgrids=/etc/passwd",
        "PROJ:+proj=longlat +geoidgrids=/vsicurl/http://127.0.0.1/grid",
        "GEOGCRS[\"cut short",
        "EPSG:4326" + " " * 200_000,
    ],
    ids=lambda crs: crs[:40],
)
def test_an_unknown_crs(daemon, crs):
    with helpfully_refused(BAD, "INVALID_CRS", "spec.input.features.schema.crs") as details:
        daemon.jobs.SubmitJob(submit_of(rows.schema(crs)), timeout=60)
    assert len(details[0].given.encode()) <= 200
    with helpfully_refused(BAD, "INVALID_CRS", "header.schema.crs"):
        datasets.upload(daemon, rows.schema(crs), [])
    with helpfully_refused(BAD, "INVALID_CRS", "spec.buffer.output_crs"):
        submit(daemon, rows.inline([]), output_crs=crs)
    with helpfully_refused(BAD, "INVALID_CRS", "spec.input.geojson_crs"):
        point = '{"type": "Point", "coordinates": [0, 0]}'
        submit(daemon, job_pb2.Input(geojson=point, geojson_crs=crs))


@pytest.mark.parametrize("segments", [0, -1, 1001, 2**31 - 1, -(2**31)])
def test_segments_that_are_none_or_too_many(daemon, segments):
    with helpfully_refused(BAD, "OUT_OF_RANGE", "spec.buffer.segments") as details:
        submit(daemon, rows.inline(["POINT (0 0)"]), segments=segments)
    assert details[0].given == str(segments)
    assert "1000" in details[0].accepted


@pytest.mark.parametrize("distance", [NAN, INF, -INF, 1.1e30, -1.1e30])
def test_a_distance_that_is_none(daemon, distance):
    with helpfully_refused(BAD, "OUT_OF_RANGE", "spec.buffer.distance"):
        submit(daemon, rows.inline(["POINT (0 0)"]), distance)


def test_a_distance_that_is_text(daemon):
    texts = rows.inline(["POINT (0 0)"], fields=[("name", TEXT)], attributes=[["7"]])
    dataset = datasets.upload_inline(daemon, texts)

    for spec_input in (texts, datasets.as_input(dataset), layer("data:world/countries")):
        field = "NAME" if spec_input.layer else "name"
        with helpfully_refused(BAD, "FIELD_NOT_NUMERIC", "spec.buffer.distance_field") as details:
            submit(daemon, spec_input, None, distance_field=field)
        assert details[0].given == field
    with helpfully_refused(BAD, "FIELD_NOT_NUMERIC", "submit.spec.buffer.distance_field"):
        asked = submit_of(texts.features.schema, distance=None, distance_field="name")
        upload(daemon, asked, texts.features.features)

    datasets.delete(daemon, dataset.name)


@pytest.mark.parametrize(
    "distance, reason", [(None, "DISTANCE_IS_NULL"), (NAN, "DISTANCE_OUT_OF_RANGE")]
)
def test_a_distance_that_is_null_or_none_fails_the_job(daemon, distance, reason):
    spec_input = rows.inline(
        ["POINT (0 0)", "POINT (0 0)"],
        fields=[("reach", feature_pb2.FIELD_TYPE_DOUBLE)], attributes=[[1.0], [distance]],
    )

    job = wait(daemon, submit(daemon, spec_input, None, distance_field="reach").name)

    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == reason
    assert job.error.field and job.error.remedy and job.error_message
    delete(daemon, job.name)


def test_a_negative_page_size(daemon):
    with helpfully_refused(BAD, "OUT_OF_RANGE", "page_size"):
        datasets.page(daemon, page_size=-1)


TOO_MANY_LABELS = {f"key{i}": "" for i in range(33)}


@pytest.mark.parametrize(
    "labels", [{"UP": "x"}, {"": "x"}, {"a": "x" * 256}, TOO_MANY_LABELS],
    ids=["upper", "empty", "long", "many"],
)
def test_labels_that_are_none(daemon, labels):
    with refused(BAD, "INVALID_LABEL") as details:
        datasets.upload(daemon, rows.schema(), [], labels=labels)
    assert details[0].field.startswith("header.labels") and details[0].accepted


@pytest.mark.parametrize("ttl", [{"seconds": 0}, {"seconds": -5}, {"seconds": 10**9}])
def test_a_time_to_live_that_is_none_or_too_long(daemon, ttl):
    with helpfully_refused(BAD, "OUT_OF_RANGE", "header.ttl"):
        datasets.upload(daemon, rows.schema(), [], ttl=ttl)
