# SPDX-License-Identifier: GPL-2.0-or-later
"""Features.Buffer: rows in and results out in one call."""

import concurrent.futures
import os
import struct

import grpc
import pytest

from geotask.v1 import buffer_pb2, error_pb2, feature_pb2, job_pb2, jobs_pb2
from support import rows
from support.calls import (
    DEADLINE, buffered, cancel, error_detail, get, read, refused, request, submit, upload, wait,
)
from support.eventually import eventually
from support.feature_calls import (
    Request, batch, buffer, call, collect, end, open_call, start as begin, whole,
)
from support.streams import in_messages

BUFFER = buffer_pb2.Buffer
WKTS = [
    "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 8 2, 8 8, 2 8, 2 2))",
    "MULTIPOINT ((0 0), (100 0))",
    None,
    "LINESTRING (0 0, 10 0, 10 10)",
    "POLYGON EMPTY",
    "GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 5 5))",
]
LINES = ["LINESTRING (0 0, 10 0, 10 10)", "MULTILINESTRING ((0 0, 5 0), (20 0, 30 5))"]
DEGREES = ["POINT (8 47)", "LINESTRING (179 -17, 180 -16)"]


def features_of(spec_input):
    return list(spec_input.features.features)


@pytest.mark.parametrize(
    "wkts, crs, options",
    [
        (WKTS, "EPSG:3857", {}),
        (WKTS, "EPSG:3857", {"distance": -0.5}),
        (WKTS, "EPSG:3857", {"distance": 0}),
        (WKTS, "", {"segments": 1}),
        (WKTS, "EPSG:3857", {"segments": 64, "join_style": BUFFER.JOIN_STYLE_ROUND}),
        (WKTS, "EPSG:3857", {"cap_style": BUFFER.CAP_STYLE_FLAT}),
        (WKTS, "EPSG:3857", {"cap_style": BUFFER.CAP_STYLE_SQUARE}),
        (WKTS, "EPSG:3857", {"join_style": BUFFER.JOIN_STYLE_BEVEL}),
        (WKTS, "EPSG:3857", {"join_style": BUFFER.JOIN_STYLE_MITRE, "mitre_limit": 1.2}),
        (LINES, "EPSG:3857", {"side": BUFFER.SIDE_LEFT}),
        (LINES, "EPSG:3857", {"side": BUFFER.SIDE_RIGHT, "segments": 3}),
        (WKTS, "EPSG:3857", {"separate_disjoint": True}),
        (WKTS, "EPSG:3857", {"output_crs": "EPSG:4326"}),
        (DEGREES, "EPSG:4326", {"distance": 5000, "unit": BUFFER.UNIT_METRES}),
        (DEGREES, "EPSG:4326",
         {"distance": 5000, "unit": BUFFER.UNIT_METRES, "output_crs": "EPSG:3857"}),
        (WKTS, "EPSG:3857", {"distance_field": "wide"}),
    ],
    ids=str,
)
def test_every_option_gives_the_bytes_of_a_stored_job(daemon, wkts, crs, options):
    fields = [("name", feature_pb2.FIELD_TYPE_STRING), ("wide", feature_pb2.FIELD_TYPE_DOUBLE)]
    attributes = [(f"row {i}", 0.5 + i if i % 2 else None) for i in range(len(wkts))]
    spec_input = rows.inline(wkts, crs, fields, attributes)

    stored = buffered(daemon, spec_input, **options)
    whole_at_once = collect(call(daemon, [
        whole(begin(spec_input.features.schema, **options), features_of(spec_input))]))
    in_parts = buffer(daemon, spec_input.features.schema, features_of(spec_input), **options)

    if not {"unit", "output_crs"} & set(options):  # A reference system is looked up elsewhere.
        assert whole_at_once.messages == 1
    for answer in (whole_at_once, in_parts):
        assert answer.features == stored.features
        assert answer.header.schema == stored.header.schema
        assert answer.summary.features_in == len(wkts)
        assert get(daemon, answer.header.job).state == job_pb2.JOB_STATE_SUCCEEDED


def test_the_provinces_of_the_world_streamed_are_those_of_a_job(daemon):
    """4,556 multipolygons, some of them larger than a message."""
    layer = wait(daemon, submit(daemon, job_pb2.Input(layer="data:world/states_provinces"),
                                0.0).name)
    # What went in: rows as the server reads them.
    source = read(daemon, layer.name)
    schema = source.header.schema
    asked = request(None, 0.1)
    asked.spec.input.features.schema.CopyFrom(schema)
    stored = read(daemon, wait(daemon, upload(daemon, asked, source.features).name).name)

    answer = buffer(daemon, schema, source.features, 0.1)

    assert [f.id for f in answer.features] == [f.id for f in stored.features]
    assert answer.features == stored.features
    assert answer.summary.features_out == 4556


def test_a_row_of_several_messages_comes_and_goes_in_pieces(daemon):
    large = feature_pb2.Feature(id=7, wkb=rows.wavy_ring(200_000).wkb)
    small = rows.feature("POINT (1 2)", 8)
    answer = buffer(daemon, rows.schema(), [small, large, small], 0.001)
    assert answer.pieces >= 3
    assert [f.id for f in answer.features] == [8, 7, 8]
    asked = request(None, 0.001)
    asked.spec.input.features.schema.CopyFrom(rows.schema())
    stored = read(daemon, wait(daemon, upload(daemon, asked, [small, large, small]).name).name)
    assert answer.features == stored.features


def test_results_come_while_rows_are_still_being_sent(daemon):
    with open_call(daemon, begin(rows.schema())) as opened:
        for i in range(50):
            opened.send(batch([rows.feature(f"POINT ({i} 0)", i)]))
            assert [f.id for f in opened.next_rows()] == [i]
        assert get(daemon, opened.job).state == job_pb2.JOB_STATE_RUNNING
        opened.send(end(50))
        assert list(opened.answers)[-1].summary.features_out == 50
    job = get(daemon, opened.job)
    assert job.volatile_call and job.state == job_pb2.JOB_STATE_SUCCEEDED
    assert job.progress.features_done == 50
    files = [file.name for file in daemon.row_files()]
    assert not any(opened.job.split("/")[1] in name for name in files), "no disk was touched"


def test_a_call_may_be_compressed_both_ways(daemon):
    sent = [rows.feature(f"POINT ({i} 0)", i) for i in range(500)]
    plain = buffer(daemon, rows.schema(), sent)
    with grpc.insecure_channel(daemon.address, compression=grpc.Compression.Gzip) as channel:
        answers = type(daemon.features)(channel).Buffer(
            in_messages(Request, sent, start=begin(rows.schema())),
            metadata=[("geotask-compression", "gzip")], timeout=DEADLINE)
        assert collect(answers).features == plain.features
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_METADATA"):
        list(daemon.features.Buffer(iter([]), metadata=[("geotask-compression", "zstd")],
                                    timeout=DEADLINE))


def points(count):
    for i in range(count):
        x, y = i % 1000 / 10, i // 1000 / 10
        yield feature_pb2.Feature(id=i, wkb=struct.pack("<BIdd", 1, 1, x, y))


@pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="AddressSanitizer keeps what is freed")
def test_memory_does_not_grow_with_the_stream(start):
    daemon = start()
    buffer_of = lambda count: collect(  # noqa: E731
        call(daemon, in_messages(Request, points(count), start=start_of_points())), keep=False)
    buffer_of(20_000)
    before = daemon.memory_peak()
    answer = buffer_of(400_000)
    assert answer.summary.features_out == 400_000
    growth = daemon.memory_peak() - before
    assert growth < 60 << 20, f"{growth >> 20} MiB for 200 MB of results"


def start_of_points():
    return begin(rows.schema("EPSG:4326", geometry_type="Point"), 0.01, segments=8)


def test_a_call_is_cancelled_by_its_id(daemon):
    first = begin(rows.schema(), 0.5, {"job_id": "to-cancel", "labels": {"of": "a test"}})
    messages = in_messages(Request, rows.slow_features(2000), start=first)
    answers = call(daemon, messages)
    assert next(answers).header.job == "jobs/to-cancel"
    listed = daemon.jobs.ListJobs(
        jobs_pb2.ListJobsRequest(labels={"of": "a test"}), timeout=DEADLINE)
    assert [job.name for job in listed.jobs] == ["jobs/to-cancel"]

    cancel(daemon, "jobs/to-cancel")
    with pytest.raises(grpc.RpcError) as caught:
        list(answers)
    assert caught.value.code() == grpc.StatusCode.ABORTED
    assert error_detail(caught.value).reason == "CANCELLED_BY_CLIENT"
    assert wait(daemon, "jobs/to-cancel").state == job_pb2.JOB_STATE_CANCELLED


def test_a_client_that_leaves_takes_its_job_with_it(daemon):
    first = begin(rows.schema(), 0.5)
    answers = call(daemon, in_messages(Request, rows.slow_features(2000), start=first))
    job = next(answers).header.job
    answers.cancel()
    ended = wait(daemon, job)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CLIENT_GONE"
    eventually(lambda: buffer(daemon, rows.schema(), [rows.feature("POINT (1 2)", 1)]))


def test_nothing_may_come_behind_the_end(daemon):
    """A client that says so too early would lose the rows behind it, and not know."""
    slow = list(rows.slow_features(50))
    messages = [whole(begin(rows.schema(), 0.5), slow), batch([rows.feature("POINT (1 2)", 99)])]
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "UNEXPECTED_MESSAGE"):
        list(call(daemon, messages))


def test_an_error_of_a_row_names_it_and_ends_the_call(daemon):
    fields = [("wide", feature_pb2.FIELD_TYPE_DOUBLE)]
    good, bad = rows.feature("POINT (1 2)", 41, [1.0]), rows.feature("POINT (1 2)", 42, [None])
    first = begin(rows.schema(fields=fields), distance_field="wide")
    first.buffer.ClearField("distance")
    for messages in ([whole(first, [good, bad])], [Request(start=first), batch([good, bad]), end(2)]):
        answers = call(daemon, messages)
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "DISTANCE_IS_NULL",
                     "start.buffer.distance_field") as details:
            header = next(answers).header
            list(answers)
        assert "start.buffer.distance" in details[0].remedy
        assert "feature 42" in answers.details()
        assert wait(daemon, header.job).error.reason == "DISTANCE_IS_NULL"


def test_a_dissolve_is_refused_with_the_way_to_do_it(daemon):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "DISSOLVE_IN_STREAM",
                 "start.buffer.dissolve") as details:
        buffer(daemon, rows.schema(), [], dissolve=True)
    assert "SubmitJobWithFeatures" in details[0].remedy


def test_two_clients_stream_side_by_side_and_each_gets_its_own(daemon):
    def stream(client):
        sent = [rows.feature(f"POINT ({client} {i})", client * 100_000 + i) for i in range(3000)]
        with daemon.connect() as channel:
            other = type("Other", (), {"features": type(daemon.features)(channel)})
            answer = buffer(other, rows.schema(), sent)
        return [f.id for f in answer.features] == [f.id for f in sent]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert all(pool.map(stream, [1, 2]))


def test_no_more_calls_than_allowed_are_under_way(start):
    daemon = start("--max-streams", "1", "--upload-idle", "2s")
    with open_call(daemon, start_of_points()) as opened:
        with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS") as details:
            buffer(daemon, rows.schema(), [])
        assert details[0].HasField("retry_delay")
        with refused(grpc.StatusCode.ABORTED, "STREAM_IDLE"):
            list(opened.answers)
    assert buffer(daemon, rows.schema(), []).summary.features_in == 0


def test_a_drain_lets_calls_end_and_cuts_them_short_in_the_end(start):
    daemon = start("--drain-grace", "2s")
    with open_call(daemon, start_of_points()) as opened:
        daemon.ask_to_stop()
        with refused(grpc.StatusCode.UNAVAILABLE, "SHUTDOWN"):
            list(opened.answers)
    assert daemon.wait() == 3


WRONG = {
    "nothing": ("UNEXPECTED_MESSAGE", []),
    "an empty message": ("UNEXPECTED_MESSAGE", [{}]),
    "rows first": ("UNEXPECTED_MESSAGE", [{"batch": feature_pb2.FeatureBatch()}]),
    "the end first": ("UNEXPECTED_MESSAGE", [{"end": feature_pb2.FeaturesEnd()}]),
    "no end": ("UNEXPECTED_MESSAGE", ["start"]),
    "two starts": ("UNEXPECTED_MESSAGE", ["start", "start"]),
    "a row cut short": ("UNEXPECTED_MESSAGE", [
        "start", {"piece": feature_pb2.FeaturePiece(index=0, count=2, data=b"x")},
        {"end": feature_pb2.FeaturesEnd()}]),
    "a piece that is none": ("INVALID_PIECE", [
        "start", {"piece": feature_pb2.FeaturePiece(index=3, count=2, data=b"x")}]),
    "too few rows": ("INCOMPLETE", ["start", {"end": feature_pb2.FeaturesEnd(feature_count=1)}]),
    "EWKB": ("INVALID_WKB", ["start", {"batch": feature_pb2.FeatureBatch(features=[
        feature_pb2.Feature(wkb=struct.pack("<BIIdd", 1, 0x20000001, 4326, 1, 2))])}]),
    "an attribute too many": ("INVALID_ATTRIBUTE", ["start", {"batch": feature_pb2.FeatureBatch(
        features=[feature_pb2.Feature(attributes=[rows.value(1)])])}]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_the_messages_is_told(daemon, what):
    reason, parts = WRONG[what]
    first = {"start": begin(rows.schema())}
    messages = [Request(**(first if part == "start" else part)) for part in parts]
    with refused(grpc.StatusCode.INVALID_ARGUMENT, reason) as details:
        list(call(daemon, messages))
    assert isinstance(details[0], error_pb2.ErrorDetail) and details[0].remedy
    assert daemon.serves()
