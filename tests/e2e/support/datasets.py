# SPDX-License-Identifier: GPL-2.0-or-later
"""The calls of the service Datasets.

    dataset = upload(daemon, rows.schema("EPSG:4326"), [rows.feature("POINT (1 2)", 1)])
    submit(daemon, as_input(dataset), distance=1)
"""

import grpc

import support.stubs  # noqa: F401
from geotask.v1 import datasets_pb2, file_pb2, job_pb2
from support import streams
from support.daemon import DEADLINE


def upload(daemon, schema, features, limit=1 << 19, **header):
    """UploadDataset; `header` is the rest of UploadDatasetHeader."""
    first = datasets_pb2.UploadDatasetHeader(schema=schema, **header)
    message_type = datasets_pb2.UploadDatasetRequest
    sent = streams.in_messages(message_type, features, limit, header=first)
    return daemon.datasets.UploadDataset(sent, timeout=DEADLINE)


def upload_inline(daemon, spec_input, **header):
    """Uploads the rows of an Input made by rows.inline."""
    return upload(daemon, spec_input.features.schema, spec_input.features.features, **header)


def upload_messages(daemon, *messages):
    """UploadDataset with messages given as {member: value}."""
    sent = iter([datasets_pb2.UploadDatasetRequest(**each) for each in messages])
    return daemon.datasets.UploadDataset(sent, timeout=DEADLINE)


def upload_files(daemon, files, **header):
    """Uploads {path: bytes}, each in two messages or more."""
    first = datasets_pb2.UploadDatasetHeader(files=datasets_pb2.FilesContent(), **header)
    messages = [{"header": first}]
    for path, content in files.items():
        messages.append({"file": file_pb2.FileStart(path=path, byte_count=len(content))})
        size = max(1, min(1 << 19, len(content) // 2))
        messages += [{"file_data": content[at:at + size]} for at in range(0, len(content), size)]
    end = {"files_end": file_pb2.FilesEnd(file_count=len(files))}
    return upload_messages(daemon, *messages, end)


def reference(dataset, path=""):
    """As algorithms take it: `dataset:ID` or `dataset:ID/PATH`."""
    whole = dataset.name.replace("datasets/", "dataset:")
    return f"{whole}/{path}" if path else whole


def as_input(dataset):
    return job_pb2.Input(dataset=dataset.name)


def get(daemon, name):
    return daemon.datasets.GetDataset(datasets_pb2.GetDatasetRequest(name=name), timeout=DEADLINE)


def delete(daemon, name):
    asked = datasets_pb2.DeleteDatasetRequest(name=name)
    return daemon.datasets.DeleteDataset(asked, timeout=DEADLINE)


def page(daemon, **asked):
    return daemon.datasets.ListDatasets(
        datasets_pb2.ListDatasetsRequest(**asked), timeout=DEADLINE
    )


def pages(daemon, **asked):
    """The names of all datasets, a list a page."""
    token = ""
    while True:
        answer = page(daemon, page_token=token, **asked)
        yield [dataset.name for dataset in answer.datasets]
        token = answer.next_page_token
        if not token:
            return


def names(daemon, **asked):
    return [name for each in pages(daemon, **asked) for name in each]


def is_gone(daemon, name):
    try:
        get(daemon, name)
    except grpc.RpcError as error:
        return error.code() == grpc.StatusCode.NOT_FOUND
    return False
