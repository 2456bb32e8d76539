# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad input: refused with its reason, the field at fault and what to do; nothing is left behind."""

import contextlib
import socket
import struct

import grpc
import pytest

from geotask.v1 import datasets_pb2, feature_pb2, job_pb2, jobs_pb2, server_pb2
from support import calls, datasets, iso_wkb, rows
from support.calls import delete, layer, refused, request, submit, upload, wait
from support.client_process import ClientProcess
from support.eventually import eventually
from support.streams import pieces

BAD = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
TEXT = feature_pb2.FIELD_TYPE_STRING
NAN, INF = float("nan"), float("inf")


@pytest.fixture(autouse=True)
def nothing_left_behind(daemon):
    """After each test the daemon is well and as empty as before."""
    yield
    assert daemon.serves()
    jobs = [job.name for job in daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(), timeout=60).jobs]
    uploads = datasets.names(daemon)
    for name in jobs:  # So that they are held against this test alone.
        wait(daemon, name)
        delete(daemon, name)
    for name in uploads:
        datasets.delete(daemon, name)
    assert not jobs and not uploads
    eventually(lambda: not daemon.row_files())


@contextlib.contextmanager
def helpfully_refused(code, reason, field):
    with refused(code, reason, field) as details:
        yield details
    assert details[0].field, "a field is named"
    assert details[0].accepted or details[0].remedy, "what to do is said"


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
def bad_row(request):  # pylint: disable=redefined-outer-name
    return feature_pb2.Feature(id=2, wkb=request.param)


GOOD_ROW = rows.feature("POINT (0 0)", 1)


def submit_of(schema, *features, **options):
    """A SubmitJobRequest with rows inside."""
    spec_input = job_pb2.Input()
    spec_input.features.schema.CopyFrom(schema)
    spec_input.features.features.extend(features)
    return request(spec_input, **options)


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


def test_pieces_that_are_no_row(daemon):
    header = datasets_pb2.UploadDatasetHeader(schema=rows.schema())
    junk = [feature_pb2.FeaturePiece(index=i, count=2, data=b"\xff" * 1000) for i in range(2)]

    with helpfully_refused(BAD, "INVALID_PIECE", "piece.data"):
        datasets.upload_messages(daemon, {"header": header}, *[{"piece": each} for each in junk])


def piece(index, of):
    return feature_pb2.FeaturePiece(index=index, count=of, data=b"x")


HEADER = datasets_pb2.UploadDatasetHeader(schema=rows.schema())
BATCH = feature_pb2.FeatureBatch(features=[GOOD_ROW])


@pytest.mark.parametrize(
    "reason, messages",
    [
        ("UNEXPECTED_MESSAGE", []),
        ("UNEXPECTED_MESSAGE", [{}]),
        ("UNEXPECTED_MESSAGE", [{"batch": BATCH}]),
        ("UNEXPECTED_MESSAGE", [{"end": feature_pb2.FeaturesEnd()}]),
        ("UNEXPECTED_MESSAGE", [{"header": HEADER}]),
        ("UNEXPECTED_MESSAGE", [{"header": HEADER}, {"header": HEADER}]),
        ("UNEXPECTED_MESSAGE", [{"header": HEADER}, {}]),
        ("UNEXPECTED_MESSAGE", [{"header": HEADER}, {"batch": BATCH}]),
        ("INVALID_PIECE", [{"header": HEADER}, {"piece": piece(1, 2)}]),
        ("INVALID_PIECE", [{"header": HEADER}, {"piece": piece(0, 1)}]),
        ("INVALID_PIECE", [{"header": HEADER}, {"piece": piece(0, 3)}, {"piece": piece(2, 3)}]),
        ("INVALID_PIECE", [{"header": HEADER}, {"piece": piece(0, 3)}, {"piece": piece(1, 4)}]),
        ("INVALID_PIECE", [{"header": HEADER}, {"piece": feature_pb2.FeaturePiece(count=2)}]),
        (
            "UNEXPECTED_MESSAGE",
            [{"header": HEADER}, {"piece": piece(0, 2**32 - 1)}]
            + [{"end": feature_pb2.FeaturesEnd(feature_count=1)}],
        ),
        ("UNEXPECTED_MESSAGE", [{"header": HEADER}, {"piece": piece(0, 2)}, {"batch": BATCH}]),
        (
            "INCOMPLETE",
            [{"header": HEADER}, {"batch": BATCH}]
            + [{"end": feature_pb2.FeaturesEnd(feature_count=2)}],
        ),
        (
            "INCOMPLETE",
            [{"header": HEADER}, {"batch": BATCH}]
            + [{"end": feature_pb2.FeaturesEnd(feature_count=0)}],
        ),
    ],
)
def test_an_upload_out_of_order(daemon, reason, messages):
    with refused(BAD, reason) as details:
        datasets.upload_messages(daemon, *messages)
    assert details[0].accepted or details[0].remedy


@pytest.mark.parametrize(
    "method, first",
    [
        ("Datasets/UploadDataset", datasets_pb2.UploadDatasetRequest(header=HEADER)),
        (
            "Jobs/SubmitJobWithFeatures",
            jobs_pb2.SubmitJobWithFeaturesRequest(submit=submit_of(rows.schema())),
        ),
    ],
)
def test_an_upload_whose_client_dies_between_the_pieces_of_a_row(daemon, method, first):
    row = feature_pb2.Feature(id=1, wkb=rows.wavy_ring(100_000).wkb)
    some = list(pieces(row, 1 << 19))[:-1]
    full = feature_pb2.FeatureBatch(features=[GOOD_ROW] * 10_000)
    messages = [first, *[type(first)(batch=full)] * 4, *[type(first)(piece=each) for each in some]]

    with ClientProcess(daemon, method, *messages, leave_open=True) as client:
        eventually(daemon.row_files)
        client.kill()


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


@pytest.fixture
def trap():
    """A port of this machine on which nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../../etc/passwd",
        "data:/etc/passwd",
        "data:../world/countries",
        "data:world/../../../etc/passwd",
        "data:world",
        "data:",
        "",
        "data:mars/countries",
        "data:world/countries|layername=states_provinces",
        "data:/vsicurl/http://127.0.0.1:{port}/countries.gpkg",
        "/vsicurl/http://127.0.0.1:{port}/countries.gpkg",
        "data:world//vsicurl/http://127.0.0.1:{port}/countries.gpkg",
        "http://127.0.0.1:{port}/countries.gpkg",
        "PG:host=127.0.0.1 port={port}",
    ],
)
def test_what_is_no_layer(daemon, trap, name):
    with pytest.raises(grpc.RpcError) as caught:
        submit(daemon, layer(name.format(port=trap)))

    detail = calls.error_detail(caught.value)
    expected = {
        BAD: {"INVALID_LAYER", "MISSING_FIELD"}, MISSING: {"UNKNOWN_SOURCE", "UNKNOWN_LAYER"},
    }
    assert detail.reason in expected[caught.value.code()]
    assert detail.field == "spec.input.layer" and detail.remedy
    assert "root:" not in caught.value.details()


@pytest.mark.parametrize("name", ["/etc/passwd", "../..", "/vsicurl/http://x/y", "World", "mars"])
def test_what_is_no_source(daemon, name):
    with helpfully_refused(MISSING, "UNKNOWN_SOURCE", "source"):
        daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest(source=name), timeout=60)


@pytest.mark.parametrize(
    "name",
    [
        "", "{kind}", "{kind}/", "/etc/passwd", "{kind}/../../etc/passwd", "{kind}/a/b",
        "{kind}//vsicurl/http://x/y", "other/a", "{kind}/a/.."
    ],
)
def test_what_is_no_name(daemon, name):
    dataset, job = name.format(kind="datasets"), name.format(kind="jobs")

    for call in (datasets.get, datasets.delete):
        with helpfully_refused(BAD, "INVALID_NAME", "name"):
            call(daemon, dataset)
    for call in (calls.get, calls.cancel, calls.delete, calls.read):
        with helpfully_refused(BAD, "INVALID_NAME", "name"):
            call(daemon, job)
    with helpfully_refused(BAD, "INVALID_NAME", "spec.input.dataset"):
        submit(daemon, job_pb2.Input(dataset=dataset))
    with helpfully_refused(BAD, "INVALID_NAME", "spec.input.job"):
        submit(daemon, job_pb2.Input(job=job))


@pytest.mark.parametrize("nobody", ["nobody", "..", "UP", "a" * 64, "a "])
def test_a_name_that_nobody_has(daemon, nobody):
    for call in (datasets.get, datasets.delete):
        with refused(MISSING, "DATASET_NOT_FOUND", "name"):
            call(daemon, f"datasets/{nobody}")
    with helpfully_refused(MISSING, "DATASET_NOT_FOUND", "spec.input.dataset"):
        submit(daemon, job_pb2.Input(dataset=f"datasets/{nobody}"))
    with helpfully_refused(MISSING, "JOB_NOT_FOUND", "spec.input.job"):
        submit(daemon, job_pb2.Input(job=f"jobs/{nobody}"))


@pytest.mark.parametrize("chosen", ["Up", "a b", "../../etc", "-a", "a-", "a" * 64, "ü", "a/b"])
def test_what_is_no_id(daemon, chosen):
    with helpfully_refused(BAD, "INVALID_ID", "header.dataset_id"):
        datasets.upload(daemon, rows.schema(), [], dataset_id=chosen)
    with helpfully_refused(BAD, "INVALID_ID", "job_id"):
        submit(daemon, rows.inline([]), submit_options={"job_id": chosen})


def test_an_id_that_is_taken(daemon):
    taken = wait(daemon, submit(daemon, rows.inline([]), submit_options={"job_id": "taken"}).name)

    with helpfully_refused(grpc.StatusCode.ALREADY_EXISTS, "JOB_EXISTS", "job_id") as details:
        submit(daemon, rows.inline(["POINT (0 0)"]), submit_options={"job_id": "taken"})
    assert details[0].given == "taken"
    with refused(grpc.StatusCode.ALREADY_EXISTS, "JOB_EXISTS", "submit.job_id"):
        upload(daemon, submit_of(rows.schema(), submit_options={"job_id": "taken"}), [GOOD_ROW])

    delete(daemon, taken.name)


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


def test_a_geometry_that_is_not_of_the_type_in_the_schema(daemon):
    schema = rows.schema(geometry_type="Point")
    bad = feature_pb2.Feature(id=1, wkb=LINE)

    with helpfully_refused(BAD, "INVALID_WKB", "spec.input.features.features[0].wkb"):
        daemon.jobs.SubmitJob(submit_of(schema, bad), timeout=60)
    with helpfully_refused(BAD, "INVALID_WKB", "batch.features[0].wkb"):
        datasets.upload(daemon, schema, [bad])


def test_a_page_token_of_another_list(daemon):
    labels = {"labels": {"test": "token"}}
    names = [submit(daemon, rows.inline([]), spec_options=labels).name for _ in range(2)]
    uploads = [datasets.upload(daemon, rows.schema(), [], **labels).name for _ in range(2)]
    first_jobs = daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(page_size=1, **labels))
    first_datasets = datasets.page(daemon, page_size=1, **labels)
    job_token, dataset_token = first_jobs.next_page_token, first_datasets.next_page_token
    assert job_token and dataset_token

    for wrong in (
        {"page_token": job_token, **labels},
        {"page_token": dataset_token},
        {"page_token": dataset_token, "labels": {"test": "other"}},
        {"page_token": dataset_token[:-1], **labels},
        {"page_token": "made up", **labels},
    ):
        with helpfully_refused(BAD, "INVALID_PAGE_TOKEN", "page_token"):
            datasets.page(daemon, **wrong)
    for wrong in (
        {"page_token": dataset_token, **labels},
        {"page_token": job_token},
        {"page_token": job_token, "states": [job_pb2.JOB_STATE_FAILED], **labels},
    ):
        with helpfully_refused(BAD, "INVALID_PAGE_TOKEN", "page_token"):
            daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(**wrong), timeout=60)

    for name in names:
        wait(daemon, name)
        delete(daemon, name)
    for name in uploads:
        datasets.delete(daemon, name)


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


def test_a_request_id_that_is_too_long(daemon):
    with refused(BAD, "INVALID_ID", "header.request_id"):
        datasets.upload(daemon, rows.schema(), [], request_id="x" * 129)


def test_an_upload_without_a_schema(daemon):
    with helpfully_refused(BAD, "MISSING_FIELD", "header.schema"):
        datasets.upload_messages(daemon, {"header": datasets_pb2.UploadDatasetHeader()})


@pytest.mark.parametrize(
    "method", ["Jobs/SubmitJob", "Jobs/SubmitJobWithFeatures", "Datasets/UploadDataset"]
)
def test_bytes_that_are_no_message(daemon, method):
    call = daemon.channel.stream_unary(f"/geotask.v1.{method}")

    with pytest.raises(grpc.RpcError) as caught:
        call(iter([b"\xff\xff\xff\xff"]), timeout=60)

    assert caught.value.code() in (BAD, grpc.StatusCode.UNIMPLEMENTED)
