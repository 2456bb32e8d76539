# SPDX-License-Identifier: GPL-2.0-or-later
"""Datasets of files: uploaded as they are, described, damaged ones refused, opened by algorithms."""

import hashlib

import grpc
import pytest

from geotask.v1 import datasets_pb2, file_pb2
from support import datasets, rows
from support.calls import refused, submit
from support.eventually import eventually

BAD = grpc.StatusCode.INVALID_ARGUMENT
HEADER = {"header": datasets_pb2.UploadDatasetHeader(files=datasets_pb2.FilesContent())}


def start(path, **said):
    return {"file": file_pb2.FileStart(path=path, **said)}


def data(content):
    return {"file_data": content}


def end(count):
    return {"files_end": file_pb2.FilesEnd(file_count=count)}


def test_files_are_described_with_size_type_and_checksum(daemon):
    content = b"II*\0" * 1000
    dataset = datasets.upload_files(daemon, {"dem.tif": content, "dem.tif.aux.xml": b"<PAMDataset/>"},
                     labels={"team": "maps"})

    first, second = dataset.files
    assert (first.path, first.byte_count, first.media_type) == ("dem.tif", 4000, "image/tiff")
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert second.path == "dem.tif.aux.xml"
    assert dataset.file_count == 2 and dataset.feature_count == 0
    assert not dataset.HasField("schema")
    assert dataset.byte_count == 2 * 4096
    assert dict(dataset.labels) == {"team": "maps"}
    assert datasets.get(daemon, dataset.name) == dataset


def test_a_list_shows_the_first_file_alone(daemon):
    dataset = datasets.upload_files(daemon, {"a/1.txt": b"1", "a/2.txt": b"2"}, labels={"only": "mine"})

    (listed,) = datasets.page(daemon, labels={"only": "mine"}).datasets

    assert listed.name == dataset.name and listed.file_count == 2
    assert [file.path for file in listed.files] == ["a/1.txt"]


def test_an_empty_file_is_a_file(daemon):
    dataset = datasets.upload_messages(daemon, HEADER, start("empty"), end(1))
    assert dataset.files[0].byte_count == 0


@pytest.mark.parametrize("path", [
    "", "/etc/passwd", "../secret", "a/../../b", "a//b", "./a", "a/.", "a\\b", "a\nb", "x" * 256,
])
def test_a_path_that_leads_elsewhere_is_refused(daemon, path):
    with refused(BAD, "INVALID_PATH", "file.path"):
        datasets.upload_messages(daemon, HEADER, start(path), data(b"x"), end(1))


@pytest.mark.parametrize("first, second", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_a_path_is_taken_once(daemon, first, second):
    with refused(BAD, "INVALID_PATH", "file.path"):
        datasets.upload_messages(daemon, HEADER, start(first), data(b"x"), start(second), end(2))


@pytest.mark.parametrize("messages, field", [
    ([start("a"), end(2)], "files_end.file_count"),
    ([start("a", byte_count=3), data(b"12"), end(1)], "file.byte_count"),
    ([start("a", byte_count=3), data(b"1234"), end(1)], "file.byte_count"),
    ([start("a", byte_count=3), data(b"12"), start("b"), end(2)], "file.byte_count"),
    ([end(0)], "files_end"),
])
def test_what_is_not_whole_is_refused(daemon, messages, field):
    with refused(BAD, "INCOMPLETE", field):
        datasets.upload_messages(daemon, HEADER, *messages)


@pytest.mark.parametrize("messages", [
    [data(b"x")], [HEADER], [{"end": {"feature_count": 1}}],
])
def test_the_order_of_messages_is_checked(daemon, messages):
    with refused(BAD, "UNEXPECTED_MESSAGE", "part"):
        datasets.upload_messages(daemon, HEADER, *messages)


def test_a_damaged_file_is_noticed(daemon):
    right = hashlib.sha256(b"content").hexdigest()
    assert datasets.upload_messages(
        daemon, HEADER, start("a", sha256=right.upper()), data(b"content"), end(1)).files
    for wrong in (hashlib.sha256(b"other").hexdigest(), "not a checksum"):
        with refused(BAD, "CHECKSUM_MISMATCH", "file.sha256"):
            datasets.upload_messages(daemon, HEADER, start("a", sha256=wrong), data(b"content"),
                                     end(1))


def test_a_repeat_gives_the_first_dataset_and_other_content_is_refused(daemon):
    first = datasets.upload_files(daemon, {"a": b"1234"}, request_id="files-once")
    assert datasets.upload_files(daemon, {"a": b"1234"}, request_id="files-once").name == first.name
    with refused(BAD, "REQUEST_ID_REUSED", "header.request_id"):
        datasets.upload_files(daemon, {"a": b"4321"}, request_id="files-once")


def test_too_many_files_are_refused(daemon):
    long_name = "x" * 200
    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_FILES", "file"):
        datasets.upload_messages(
            daemon, HEADER, *[start(f"{i}{long_name}") for i in range(5000)], end(5000))


def test_files_are_no_input_of_a_buffer(daemon):
    dataset = datasets.upload_files(daemon, {"a.txt": b"text"})
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "DATASET_HOLDS_FILES", "spec.input.dataset"):
        submit(daemon, datasets.as_input(dataset), distance=1)


def test_nothing_is_left_of_a_deleted_dataset(daemon):
    before = rows_on_disk(daemon)
    dataset = datasets.upload_files(daemon, {"a": b"x" * 100_000})
    assert rows_on_disk(daemon) != before
    datasets.delete(daemon, dataset.name)
    eventually(lambda: rows_on_disk(daemon) == before)


def rows_on_disk(daemon):
    return sorted(path for path in daemon.state_dir.rglob("*")
                  if path.is_file() and "workers" not in path.parts)
