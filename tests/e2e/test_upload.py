# SPDX-License-Identifier: GPL-2.0-or-later
"""SubmitJobWithFeatures: rows in batches and pieces, and an end that says that all were sent."""

import grpc
import pytest

from geotask.v1 import feature_pb2, jobs_pb2
from support import rows
from support.calls import DEADLINE, get, read, refused, request, upload


def test_many_rows_are_sent_in_batches(daemon):
    asked = request(None, 1.0)
    asked.spec.input.features.schema.CopyFrom(rows.schema())
    sent = [rows.feature(f"POINT ({i} 0)", i) for i in range(50_000)]

    result = read(daemon, upload(daemon, asked, sent).name)

    assert [row.id for row in result.features] == list(range(50_000))
    assert rows.geometry(result.features[49_999]).bounds[2] == pytest.approx(50_000)


def upload_of(*messages):
    return iter(jobs_pb2.SubmitJobWithFeaturesRequest(**message) for message in messages)


def test_an_upload_begins_with_what_to_do(daemon):
    batch = feature_pb2.FeatureBatch(features=[rows.feature("POINT (0 0)", 1)])

    with refused(grpc.StatusCode.INVALID_ARGUMENT, "UNEXPECTED_MESSAGE"):
        daemon.jobs.SubmitJobWithFeatures(upload_of({"batch": batch}), timeout=DEADLINE)


def test_pieces_that_do_not_follow_one_another_are_refused(daemon):
    asked = request(None, 1.0)
    asked.spec.input.features.schema.CopyFrom(rows.schema())
    piece = feature_pb2.FeaturePiece(index=1, count=2, data=b"x")

    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PIECE"):
        daemon.jobs.SubmitJobWithFeatures(
            upload_of({"submit": asked}, {"piece": piece}), timeout=DEADLINE
        )


def test_an_upload_of_a_bad_request_is_refused_before_its_rows(daemon):
    asked = request(None, 1.0, segments=0)
    asked.spec.input.features.schema.CopyFrom(rows.schema())

    with refused(grpc.StatusCode.INVALID_ARGUMENT, "OUT_OF_RANGE"):
        upload(daemon, asked, [rows.feature("POINT (0 0)", 1)])


def test_rows_without_an_end_are_refused_and_leave_nothing(daemon):
    before = daemon.spool_bytes()
    asked = request(None, 1.0, submit_options={"job_id": "cut-off"})
    asked.spec.input.features.schema.CopyFrom(rows.schema())
    batch = feature_pb2.FeatureBatch(features=[rows.feature("POINT (0 0)", 1)])

    with refused(grpc.StatusCode.INVALID_ARGUMENT, "UNEXPECTED_MESSAGE"):
        daemon.jobs.SubmitJobWithFeatures(
            upload_of({"submit": asked}, {"batch": batch}), timeout=DEADLINE
        )

    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND"):
        get(daemon, "jobs/cut-off")
    assert daemon.spool_bytes() == before


def test_an_end_that_counts_other_rows_is_refused(daemon):
    asked = request(None, 1.0)
    asked.spec.input.features.schema.CopyFrom(rows.schema())
    batch = feature_pb2.FeatureBatch(features=[rows.feature("POINT (0 0)", 1)])
    end = feature_pb2.FeaturesEnd(feature_count=2)

    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INCOMPLETE"):
        daemon.jobs.SubmitJobWithFeatures(
            upload_of({"submit": asked}, {"batch": batch}, {"end": end}), timeout=DEADLINE
        )
