# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploads whose messages are none, out of order or broken off: nothing of them is left behind."""

import grpc
import pytest

from geotask.v1 import datasets_pb2, feature_pb2, jobs_pb2
from support import datasets, rows
from support.bad_input import GOOD_ROW, helpfully_refused, submit_of
from support.bad_input import nothing_left_behind  # noqa: F401
from support.calls import refused
from support.client_process import ClientProcess
from support.eventually import eventually
from support.streams import pieces

BAD = grpc.StatusCode.INVALID_ARGUMENT


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
