# SPDX-License-Identifier: GPL-2.0-or-later
"""Datasets: uploaded once, described, listed, deleted, gone when their time is over."""

import time

import grpc
import pytest

from google.protobuf import duration_pb2
from geotask.v1 import datasets_pb2, feature_pb2
from support import datasets, rows
from support.calls import refused, submit, wait
from support.client_process import ClientProcess
from support.daemon import Daemon
from support.eventually import eventually

BAD = grpc.StatusCode.INVALID_ARGUMENT
POINT = [rows.feature("POINT (1 2)", 1)]
TEXT = feature_pb2.FIELD_TYPE_STRING


def seconds(count):
    return duration_pb2.Duration(seconds=count)


def test_an_upload_is_answered_with_the_dataset(daemon):
    schema = rows.schema("EPSG:25832", [("name", TEXT)], "Point")
    sent = [rows.feature(f"POINT ({i} 0)", i, [f"nr {i}"]) for i in range(1000)]

    dataset = datasets.upload(daemon, schema, sent, labels={"team": "maps"})

    assert dataset.name.startswith("datasets/") and len(dataset.name) > len("datasets/")
    assert dataset.principal == "local"
    assert dataset.schema == schema
    assert dataset.feature_count == 1000
    assert dataset.byte_count >= sum(len(row.wkb) for row in sent)
    assert dict(dataset.labels) == {"team": "maps"}
    assert dataset.HasField("create_time") and not dataset.HasField("use_time")
    assert datasets.get(daemon, dataset.name) == dataset


def test_rows_travel_in_batches_and_in_pieces(daemon):
    small = [rows.feature(f"POINT ({i} 0)", i) for i in range(10_000)]
    large = feature_pb2.Feature(id=10_000, wkb=rows.wavy_ring(100_000).wkb)
    assert large.ByteSize() > 1_500_000, "more than one message holds"

    dataset = datasets.upload(daemon, rows.schema(), [*small, large, *small], limit=100_000)

    assert dataset.feature_count == 20_001


def test_an_upload_may_have_no_rows(daemon):
    dataset = datasets.upload(daemon, rows.schema(geometry_type="Polygon"), [])

    assert dataset.feature_count == 0
    assert wait(daemon, submit(daemon, datasets.as_input(dataset)).name).outputs[0].features.feature_count == 0


def test_a_geometry_type_that_is_not_given_is_any(daemon):
    assert datasets.upload(daemon, rows.schema(), POINT).schema.geometry_type == "Geometry"


def test_a_client_can_choose_the_id(daemon):
    dataset = datasets.upload(daemon, rows.schema(), POINT, dataset_id="coast-2024")

    assert dataset.name == "datasets/coast-2024"
    with refused(grpc.StatusCode.ALREADY_EXISTS, "DATASET_EXISTS", "header.dataset_id"):
        datasets.upload(daemon, rows.schema(), POINT, dataset_id="coast-2024")
    datasets.delete(daemon, dataset.name)
    again = datasets.upload(daemon, rows.schema(), POINT, dataset_id="coast-2024")
    assert again.name == dataset.name


def test_of_two_uploads_under_one_id_one_wins(daemon):
    first = datasets_pb2.UploadDatasetHeader(schema=rows.schema(), dataset_id="contested")
    messages = [
        datasets_pb2.UploadDatasetRequest(header=first),
        datasets_pb2.UploadDatasetRequest(batch=feature_pb2.FeatureBatch(features=POINT)),
        datasets_pb2.UploadDatasetRequest(end=feature_pb2.FeaturesEnd(feature_count=1)),
    ]
    calls = [daemon.datasets.UploadDataset.future(iter(messages)) for _ in range(8)]

    failures = [call.exception() for call in calls]

    assert failures.count(None) == 1
    codes = {failure.code() for failure in failures if failure}
    assert codes == {grpc.StatusCode.ALREADY_EXISTS}


def test_a_repeated_upload_gives_the_first_dataset(daemon):
    known = {"request_id": "4b0f9a0e", "labels": {"test": "repeat"}}

    first = datasets.upload(daemon, rows.schema(), POINT, **known)
    again = datasets.upload(daemon, rows.schema(), POINT, **known)

    assert again == first
    assert datasets.names(daemon, labels={"test": "repeat"}) == [first.name]


@pytest.mark.parametrize(
    "schema, sent",
    [
        (rows.schema("EPSG:4326"), POINT),
        (rows.schema(), [rows.feature("POINT (9 9)", 1)]),
        (rows.schema(), POINT + POINT),
    ],
    ids=["schema", "row", "count"],
)
def test_a_request_id_belongs_to_one_upload(daemon, schema, sent):
    known = datasets.upload(daemon, rows.schema(), POINT, request_id="once")

    with refused(BAD, "REQUEST_ID_REUSED", "header.request_id"):
        datasets.upload(daemon, schema, sent, request_id="once")

    datasets.delete(daemon, known.name)


def test_a_request_id_is_forgotten_with_its_dataset(daemon):
    first = datasets.upload(daemon, rows.schema(), POINT, request_id="forget-me")
    datasets.delete(daemon, first.name)

    second = datasets.upload(daemon, rows.schema("EPSG:4326"), POINT, request_id="forget-me")

    assert second.name != first.name


def labelled(daemon, count, **labels):
    """The names of datasets that were uploaded one after another."""
    each = [datasets.upload(daemon, rows.schema(), POINT, labels=labels) for _ in range(count)]
    return [dataset.name for dataset in each]


def test_datasets_come_newest_first_page_by_page(daemon):
    made = labelled(daemon, 7, test="pages")

    listed = list(datasets.pages(daemon, page_size=3, labels={"test": "pages"}))

    assert all(len(page) <= 3 for page in listed)
    assert [name for page in listed for name in page] == made[::-1]


def test_new_datasets_do_not_shift_the_pages(daemon):
    mine = {"page_size": 2, "labels": {"test": "shift"}}
    made = labelled(daemon, 4, test="shift")
    first = datasets.page(daemon, **mine)
    labelled(daemon, 3, test="shift")

    second = datasets.page(daemon, page_token=first.next_page_token, **mine)

    assert [each.name for each in [*first.datasets, *second.datasets]] == made[::-1]


def test_a_page_may_end_at_a_dataset_that_is_deleted_meanwhile(daemon):
    mine = {"page_size": 2, "labels": {"test": "hole"}}
    made = labelled(daemon, 4, test="hole")
    first = datasets.page(daemon, **mine)
    datasets.delete(daemon, first.datasets[1].name)

    second = datasets.page(daemon, page_token=first.next_page_token, **mine)

    assert [each.name for each in second.datasets] == made[1::-1]


def test_a_list_can_be_narrowed_by_labels(daemon):
    red = labelled(daemon, 1, test="labels", colour="red")
    blue = labelled(daemon, 1, test="labels", colour="blue")

    assert datasets.names(daemon, labels={"test": "labels", "colour": "red"}) == red
    assert datasets.names(daemon, labels={"test": "labels"}) == blue + red
    assert datasets.names(daemon, labels={"test": "nobody"}) == []


def test_a_list_tells_what_get_tells(daemon):
    [name] = labelled(daemon, 1, test="same")

    [listed] = datasets.page(daemon, labels={"test": "same"}).datasets

    assert listed == datasets.get(daemon, name)


def test_a_deleted_dataset_is_gone_from_the_disk_too(start):
    daemon = start()
    [name] = labelled(daemon, 1)
    assert daemon.row_files()

    datasets.delete(daemon, name)

    for call in (datasets.get, datasets.delete):
        with refused(grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND", "name"):
            call(daemon, name)
    with refused(grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND"):
        submit(daemon, datasets.as_input(datasets_pb2.Dataset(name=name)))
    assert datasets.names(daemon) == []
    assert daemon.row_files() == []


def test_a_dataset_is_deleted_when_its_time_to_live_is_over(start):
    daemon = start()

    dataset = datasets.upload(daemon, rows.schema(), POINT, ttl=seconds(1))

    kept = dataset.expire_time.ToNanoseconds() - dataset.create_time.ToNanoseconds()
    assert kept == 10**9
    eventually(lambda: datasets.is_gone(daemon, dataset.name))
    eventually(lambda: not daemon.row_files())


def test_use_prolongs_the_life_of_a_dataset(daemon):
    dataset = datasets.upload(daemon, rows.schema(), POINT, ttl=seconds(30))

    job = submit(daemon, datasets.as_input(dataset))

    used = datasets.get(daemon, dataset.name)
    assert used.use_time.ToNanoseconds() >= dataset.create_time.ToNanoseconds()
    kept = used.expire_time.ToNanoseconds() - used.use_time.ToNanoseconds()
    assert kept == 30 * 10**9
    wait(daemon, job.name)


def test_a_dataset_in_use_outlives_one_that_is_not(daemon):
    used, unused = [
        datasets.upload(daemon, rows.schema(), POINT, ttl=seconds(3)) for _ in range(2)
    ]

    while not datasets.is_gone(daemon, unused.name):
        wait(daemon, submit(daemon, datasets.as_input(used)).name)
        time.sleep(0.2)

    assert datasets.get(daemon, used.name).HasField("use_time")


def test_a_question_is_no_use(daemon):
    dataset = datasets.upload(daemon, rows.schema(), POINT)

    submit(daemon, datasets.as_input(dataset), submit_options={"validate_only": True})

    assert datasets.get(daemon, dataset.name) == dataset


def upload_begun(daemon, *others):
    """The messages of an upload of two MiB that has no end."""
    header = datasets_pb2.UploadDatasetHeader(schema=rows.schema(), dataset_id="cut-off")
    half = feature_pb2.FeatureBatch(
        features=[feature_pb2.Feature(id=1, wkb=rows.wavy_ring(30_000).wkb)]
    )
    parts = [{"header": header}, *[{"batch": half}] * 4, *others]
    return [datasets_pb2.UploadDatasetRequest(**part) for part in parts]


@pytest.fixture(scope="module")
def empty_daemon(tmp_path_factory):
    """A daemon with nothing in it but what a test leaves behind."""
    with Daemon(tmp_path_factory.mktemp("empty")) as running:
        yield running


def assert_nothing_is_left(daemon):
    eventually(lambda: not daemon.row_files())
    assert datasets.names(daemon) == []
    with refused(grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND", "name"):
        datasets.get(daemon, "datasets/cut-off")


def test_an_upload_whose_client_dies_leaves_nothing(empty_daemon):
    messages = upload_begun(empty_daemon)

    with ClientProcess(empty_daemon, "Datasets/UploadDataset", *messages, leave_open=True) as client:
        eventually(empty_daemon.row_files)
        assert datasets.names(empty_daemon) == [], "there is none before the end"
        client.kill()

    assert_nothing_is_left(empty_daemon)


def test_an_upload_without_an_end_is_refused_and_leaves_nothing(empty_daemon):
    with refused(BAD, "UNEXPECTED_MESSAGE"):
        empty_daemon.datasets.UploadDataset(iter(upload_begun(empty_daemon)))

    assert_nothing_is_left(empty_daemon)


def test_an_upload_that_is_cancelled_leaves_nothing(empty_daemon):
    def messages():
        yield from upload_begun(empty_daemon)
        eventually(lambda: call.done())

    call = empty_daemon.datasets.UploadDataset.future(messages())
    eventually(empty_daemon.row_files)
    call.cancel()

    assert_nothing_is_left(empty_daemon)


def test_an_id_whose_upload_broke_off_is_free(empty_daemon):
    with refused(BAD, "UNEXPECTED_MESSAGE"):
        empty_daemon.datasets.UploadDataset(iter(upload_begun(empty_daemon)))

    dataset = datasets.upload(empty_daemon, rows.schema(), POINT, dataset_id="cut-off")

    assert dataset.feature_count == 1
    datasets.delete(empty_daemon, dataset.name)
