# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits: set by the operator, shown by GetServerInfo, kept."""

import json
import subprocess

import grpc
import pytest

from google.protobuf import duration_pb2
from geotask.v1 import datasets_pb2, feature_pb2, job_pb2, jobs_pb2, server_pb2
from support import datasets, rows
from support.calls import (
    cancel, delete, get, layer, read, refused, request, start_endless, submit, upload, wait,
)
from support.daemon import DEADLINE, ONE_AT_A_TIME, PROGRAM, Daemon
from support.eventually import eventually

TOO_MUCH = grpc.StatusCode.RESOURCE_EXHAUSTED
KIB, MIB = 1 << 10, 1 << 20


def limits(daemon):
    return daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest(), timeout=60).limits


def rows_of(size, count=1, first=1):
    """Points that take `size` bytes each by an attribute; for rows.schema() with a field more."""
    filler = "x" * size
    return [rows.feature(f"POINT ({i} 0)", i, [filler]) for i in range(first, first + count)]


FILLED = rows.schema(fields=[("filler", feature_pb2.FIELD_TYPE_STRING)])


def inline_of(features, schema=FILLED):
    spec_input = job_pb2.Input()
    spec_input.features.schema.CopyFrom(schema)
    spec_input.features.features.extend(features)
    return spec_input


def geojson_points(count, **properties):
    point = {"type": "Point", "coordinates": [0, 0]}
    each = {"type": "Feature", "properties": properties, "geometry": point}
    return json.dumps({"type": "FeatureCollection", "features": [each] * count})


def assert_helpful(detail):
    assert detail.accepted or detail.remedy, detail


def test_each_limit_has_a_default(start):
    told = limits(start())

    for field in server_pb2.Limits.DESCRIPTOR.fields:
        value = getattr(told, field.name)
        assert (value.seconds if field.message_type else value) > 0, field.name


def test_each_limit_is_told_as_configured(start):
    daemon = start(
        "--max-inline-bytes", "64KiB", "--max-inline-features", "11",
        "--max-upload-bytes", "3MiB", "--max-vertices", "1234", "--max-run-time", "90s",
        "--max-kept-jobs", "17", "--max-kept-bytes", "5MiB", "--max-datasets", "19",
        "--max-dataset-bytes", "7MiB", "--dataset-ttl", "2h", "--disconnect-grace", "45s",
    )

    told = limits(daemon)

    assert told.max_inline_bytes == 64 * KIB
    assert told.max_inline_features == 11
    assert told.max_upload_bytes == 3 * MIB
    assert told.max_vertices == 1234
    assert told.max_run_time.seconds == 90
    assert told.max_kept_jobs == 17
    assert told.max_kept_bytes == 5 * MIB
    assert told.max_datasets == 19
    assert told.max_dataset_bytes == 7 * MIB
    assert told.dataset_ttl.seconds == 7200
    assert told.disconnect_grace.seconds == 45


@pytest.mark.parametrize(
    "flag, bad",
    [
        ("--max-inline-bytes", "much"), ("--max-inline-features", "0"),
        ("--max-upload-bytes", "-1"), ("--max-vertices", "0"), ("--max-run-time", "soon"),
        ("--max-kept-jobs", "x"), ("--max-kept-bytes", "1 cubit"), ("--max-datasets", "-3"),
        ("--max-dataset-bytes", "5 apples"), ("--dataset-ttl", "0s"),
        ("--disconnect-grace", "never"),
    ],
)
def test_a_limit_that_is_none_is_refused_at_the_start(tmp_path, flag, bad):
    line = [PROGRAM, "--check-config", "--state-dir", f"{tmp_path}/state", f"{flag}={bad}"]

    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert flag[2:] in done.stderr and f'"{bad}"' in done.stderr


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """A daemon with the limits of what may come in at the door."""
    options = [
        "--max-inline-bytes", "64KiB", "--max-inline-features", "10", "--max-upload-bytes", "1MiB",
        "--max-vertices", "100", "--dataset-ttl", "2s",
    ]
    with Daemon(tmp_path_factory.mktemp("daemon"), *options) as running:
        yield running
        assert running.process.poll() is None, f"geotaskd ended:\n{running.log()}"


def test_bytes_inside_a_request(daemon):
    small, large = inline_of(rows_of(6 * KIB, 10)), inline_of(rows_of(7 * KIB, 10))

    assert wait(daemon, submit(daemon, small).name).state == job_pb2.JOB_STATE_SUCCEEDED
    with refused(TOO_MUCH, "INLINE_TOO_LARGE", "spec.input.features") as details:
        submit(daemon, large)
    assert_helpful(details[0])
    with refused(TOO_MUCH, "INLINE_TOO_LARGE", "spec.input.geojson") as details:
        submit(daemon, job_pb2.Input(geojson=geojson_points(1, filler="x" * 70_000)))
    assert_helpful(details[0])
    asked = request(inline_of([]))
    assert upload(daemon, asked, large.features.features).name, "an upload is not inside"


def test_features_inside_a_request(daemon):
    small, large = rows.inline(["POINT (0 0)"] * 10), rows.inline(["POINT (0 0)"] * 11)

    assert wait(daemon, submit(daemon, small).name).outputs[0].features.feature_count == 10
    assert submit(daemon, job_pb2.Input(geojson=geojson_points(10))).name
    with refused(TOO_MUCH, "INLINE_TOO_LARGE", "spec.input.features") as details:
        submit(daemon, large)
    assert_helpful(details[0])
    with refused(TOO_MUCH, "INLINE_TOO_LARGE", "spec.input.geojson"):
        submit(daemon, job_pb2.Input(geojson=geojson_points(11)))
    assert upload(daemon, request(rows.inline([])), large.features.features).name


def test_bytes_of_an_upload(daemon):
    for job in daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(), timeout=DEADLINE).jobs:
        wait(daemon, job.name)  # Else their results would come in between.
    before = daemon.spool_bytes()
    small, large = rows_of(100 * KIB, 9), rows_of(100 * KIB, 15)

    kept = datasets.upload(daemon, FILLED, small)
    with refused(TOO_MUCH, "UPLOAD_TOO_LARGE") as details:
        datasets.upload(daemon, FILLED, large)
    assert_helpful(details[0])
    with refused(TOO_MUCH, "UPLOAD_TOO_LARGE") as details:
        datasets.upload(daemon, FILLED, rows_of(1500 * KIB))  # One row, in pieces.
    with refused(TOO_MUCH, "UPLOAD_TOO_LARGE") as details:
        upload(daemon, request(inline_of([])), large)
    assert_helpful(details[0])

    datasets.delete(daemon, kept.name)
    eventually(lambda: daemon.spool_bytes() <= before)


def ring_of(vertices):
    """A polygon with so many vertices, the closing one counted."""
    ring = rows.wavy_ring(vertices - 1)
    assert len(ring.exterior.coords) == vertices
    return ring


def test_vertices_of_a_geometry_at_the_door(daemon):
    good, bad = [rows.feature(ring_of(count).wkt, count) for count in (100, 101)]

    small = wait(daemon, submit(daemon, inline_of([good], rows.schema())).name)
    assert small.state == job_pb2.JOB_STATE_SUCCEEDED
    with refused(TOO_MUCH, "TOO_MANY_VERTICES", "spec.input.features.features[1].wkb") as details:
        submit(daemon, inline_of([good, bad], rows.schema()))
    assert_helpful(details[0])
    ring = [list(vertex) for vertex in ring_of(101).exterior.coords]
    with refused(TOO_MUCH, "TOO_MANY_VERTICES") as details:
        text = json.dumps({"type": "Polygon", "coordinates": [ring]})
        submit(daemon, job_pb2.Input(geojson=text))
    assert details[0].field.startswith("spec.input.geojson")
    with refused(TOO_MUCH, "TOO_MANY_VERTICES", "batch.features[1].wkb"):
        upload(daemon, request(rows.inline([])), [good, bad])
    with refused(TOO_MUCH, "TOO_MANY_VERTICES", "batch.features[1].wkb"):
        datasets.upload(daemon, rows.schema(), [good, bad])


def test_the_vertices_of_all_parts_count_together(daemon):
    points = ", ".join(f"({i} 0)" for i in range(101))

    with refused(TOO_MUCH, "TOO_MANY_VERTICES"):
        submit(daemon, rows.inline([f"MULTIPOINT ({points})"]))
    with refused(TOO_MUCH, "TOO_MANY_VERTICES"):
        parts = ", ".join(["LINESTRING (0 0, 1 1)"] * 51)
        submit(daemon, rows.inline([f"GEOMETRYCOLLECTION ({parts})"]))


def test_vertices_of_a_row_of_a_layer_fail_the_job(daemon):

    job = wait(daemon, submit(daemon, layer("data:world/countries"), 0.01).name)

    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == "TOO_MANY_VERTICES"
    assert_helpful(job.error)
    assert job.error_message


def test_the_run_time_of_a_job_but_not_the_time_it_waits(start):
    daemon = start("--max-run-time", "8s", *ONE_AT_A_TIME)
    slow = start_endless(daemon)
    waiting = submit(daemon, rows.inline(["POINT (0 0)"]))
    slow_too = upload(daemon, request(rows.inline([]), 0.5), rows.slow_features(1000))
    reader = daemon.jobs.ReadFeatures(jobs_pb2.ReadFeaturesRequest(name=slow_too.name))

    ended = wait(daemon, slow.name)

    assert ended.state == job_pb2.JOB_STATE_FAILED
    assert ended.error.reason == "TIMEOUT"
    assert ended.error.remedy and ended.error_message
    lasted = ended.end_time.ToNanoseconds() - ended.start_time.ToNanoseconds()
    assert lasted >= 8 * 10**9, "it had its time"
    assert ended.progress.features_done > 0
    quick = wait(daemon, waiting.name)
    assert quick.state == job_pb2.JOB_STATE_SUCCEEDED
    assert quick.start_time.ToNanoseconds() - quick.create_time.ToNanoseconds() > 0
    assert quick.start_time.ToNanoseconds() >= ended.start_time.ToNanoseconds() + 8 * 10**9
    with refused(grpc.StatusCode.ABORTED, "JOB_FAILED"):
        list(reader)
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "JOB_FAILED"):
        read(daemon, slow.name)
    for job in (slow, waiting, slow_too):
        delete(daemon, job.name)
    eventually(lambda: not daemon.row_files())


def listed(daemon):
    return [job.name for job in daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(), timeout=60).jobs]


def test_of_the_jobs_that_ended_the_last_ones_are_kept(start):
    daemon = start("--max-kept-jobs", "3")
    came_first = start_endless(daemon)
    made = []
    for _ in range(5):
        made.append(wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"])).name).name)

    eventually(lambda: len(listed(daemon)) <= 4)

    assert listed(daemon) == [*made[:1:-1], came_first.name], "one that goes on is not counted"
    for name in made[:2]:
        with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
            get(daemon, name)
    assert len(read(daemon, made[2]).features) == 1
    cancel(daemon, came_first.name)
    wait(daemon, came_first.name)
    eventually(lambda: len(listed(daemon)) == 3)
    assert listed(daemon) == [made[4], made[3], came_first.name], "it ended last"
    assert len(daemon.row_files()) == 2


def filled_result(daemon, size):
    """A job whose result has one row of about `size` bytes."""
    asked = request(inline_of([]))
    return wait(daemon, upload(daemon, asked, rows_of(size)).name)


def test_of_the_results_the_last_ones_are_kept(start):
    daemon = start("--max-kept-bytes", "1MiB")
    made = [filled_result(daemon, 300 * KIB) for _ in range(5)]
    assert {job.state for job in made} == {job_pb2.JOB_STATE_SUCCEEDED}

    eventually(lambda: len(listed(daemon)) == 3)

    assert listed(daemon) == [job.name for job in made[:1:-1]]
    assert daemon.spool_bytes() <= MIB


def test_a_result_that_alone_is_too_large_fails_the_job(start):
    daemon = start("--max-kept-bytes", "1MiB")
    small = filled_result(daemon, 300 * KIB)

    large = filled_result(daemon, 1100 * KIB)

    assert large.state == job_pb2.JOB_STATE_FAILED
    assert large.error.reason == "RESULT_TOO_LARGE"
    assert_helpful(large.error)
    assert get(daemon, small.name).state == job_pb2.JOB_STATE_SUCCEEDED, "it was not driven out"
    for job in (small, large):
        delete(daemon, job.name)
    eventually(lambda: not daemon.row_files())


def test_the_number_of_datasets(start):
    daemon = start("--max-datasets", "2")
    first, _ = [datasets.upload(daemon, rows.schema(), []) for _ in range(2)]

    with refused(TOO_MUCH, "DATASETS_FULL") as details:
        datasets.upload(daemon, FILLED, rows_of(10))
    assert_helpful(details[0])
    assert len(daemon.row_files()) <= 2

    datasets.delete(daemon, first.name)
    third = datasets.upload(daemon, FILLED, rows_of(10))
    assert datasets.names(daemon)[0] == third.name


def test_the_bytes_of_all_datasets(start):
    daemon = start("--max-dataset-bytes", "1MiB")
    first = datasets.upload(daemon, FILLED, rows_of(100 * KIB, 6))
    on_disk = daemon.spool_bytes()

    with refused(TOO_MUCH, "DATASETS_FULL") as details:
        datasets.upload(daemon, FILLED, rows_of(100 * KIB, 6))
    assert_helpful(details[0])
    assert datasets.names(daemon) == [first.name]
    eventually(lambda: daemon.spool_bytes() == on_disk)

    datasets.delete(daemon, first.name)
    assert datasets.upload(daemon, FILLED, rows_of(100 * KIB, 6)).feature_count == 6


def test_uploads_side_by_side_do_not_go_beyond_the_bytes_together(start):
    daemon = start("--max-dataset-bytes", "1MiB")
    message_type = datasets_pb2.UploadDatasetRequest
    header = datasets_pb2.UploadDatasetHeader(schema=FILLED)
    batch = feature_pb2.FeatureBatch(features=rows_of(100 * KIB, 6))
    messages = [
        message_type(header=header), message_type(batch=batch),
        message_type(end=feature_pb2.FeaturesEnd(feature_count=6)),
    ]

    calls = [daemon.datasets.UploadDataset.future(iter(messages)) for _ in range(8)]
    failures = [call.exception() for call in calls if call.exception()]

    assert {failure.code() for failure in failures} == {TOO_MUCH}
    assert len(datasets.names(daemon)) == 8 - len(failures) <= 1


def test_the_time_to_live_of_datasets(daemon):
    dataset = datasets.upload(daemon, rows.schema(), [])

    kept = dataset.expire_time.ToNanoseconds() - dataset.create_time.ToNanoseconds()
    assert kept == 2 * 10**9
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "OUT_OF_RANGE", "header.ttl") as details:
        datasets.upload(daemon, rows.schema(), [], ttl=duration_pb2.Duration(seconds=3))
    assert_helpful(details[0])
    eventually(lambda: datasets.is_gone(daemon, dataset.name))


def test_the_grace_period_after_the_last_follower(start):
    daemon = start("--disconnect-grace", "1s", *ONE_AT_A_TIME)
    start_endless(daemon)

    tied = submit(daemon, rows.inline([]), spec_options={"cancel_on_disconnect": True})

    eventually(lambda: get(daemon, tied.name).state == job_pb2.JOB_STATE_CANCELLED)
    ended = get(daemon, tied.name)
    assert ended.error.reason == "CLIENT_GONE"
    lasted = ended.end_time.ToNanoseconds() - ended.create_time.ToNanoseconds()
    assert lasted >= 10**9, "not before the period is over"
