# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory stays flat whatever the size of a job: rows wait and results lie on disk."""

from geotask.v1 import feature_pb2, job_pb2, jobs_pb2
from support import rows
from support.calls import DEADLINE, buffered, request, upload, wait
from support.daemon import MAX_MESSAGE_BYTES

COUNT = 200_000


def points(count):
    for i in range(count):
        wkb = rows.iso_point(1, i % 1000, i // 1000)
        yield feature_pb2.Feature(id=i, wkb=wkb)


def test_a_job_of_200000_points_takes_a_fraction_of_its_size(daemon):
    buffered(daemon, rows.inline(["POINT (0 0)"] * 1000), 0.3)  # What the first job costs anyway.
    before = daemon.memory_peak()
    asked = request(None, 0.3, segments=16)
    asked.spec.input.features.schema.CopyFrom(rows.schema())

    job = wait(daemon, upload(daemon, asked, points(COUNT)).name)
    assert job.state == job_pb2.JOB_STATE_SUCCEEDED, job
    count = 0
    for message in daemon.jobs.ReadFeatures(
        jobs_pb2.ReadFeaturesRequest(name=job.name), timeout=DEADLINE
    ):
        assert message.ByteSize() <= MAX_MESSAGE_BYTES
        count += len(message.batch.features)

    assert count == COUNT
    assert job.outputs[0].features.byte_count > 200e6
    growth = daemon.memory_peak() - before
    assert growth / job.outputs[0].features.byte_count < 0.25, f"{growth} bytes more for {job.outputs[0].features.byte_count}"
