# SPDX-License-Identifier: GPL-2.0-or-later
"""geotaskd over both transports: the same answers, the same errors, a cancel that stops."""

import hashlib

import pytest
from geotask import errors
from geotask.client import Client
from geotask.v1 import job_pb2

SECONDS = 120


@pytest.fixture(params=["grpc", "http2"])
def client(daemon, request):
    with Client(daemon.address, prefer=request.param) as opened:
        yield opened


def buffer_spec(layer, distance, **options):
    spec = job_pb2.JobSpec()
    spec.input.layer = layer
    spec.buffer.distance = distance
    for name, value in options.items():
        setattr(spec.buffer, name, value)
    return spec


def ended(client, name):
    return [event.job for event in client.watch_job(name) if event.HasField("job")][-1]


def test_both_transports_give_the_same_rows(daemon):
    sums = []
    for prefer in ("grpc", "http2"):
        with Client(daemon.address, prefer=prefer) as client:
            job = client.submit_job(buffer_spec("data:world/states_provinces", 0.01))
            assert ended(client, job.name).state == job_pb2.JOB_STATE_SUCCEEDED
            digest = hashlib.sha256()
            for row in client.read_features(job.name):
                digest.update(row.SerializeToString(deterministic=True))
            sums.append(digest.hexdigest())
    assert sums[0] == sums[1]


def test_a_refusal_comes_with_its_reason_and_remedy(client):
    with pytest.raises(errors.NotFound) as caught:
        client.submit_job(buffer_spec("data:world/nothing", 1))
    assert caught.value.reason == "UNKNOWN_LAYER" and caught.value.remedy


def test_a_cancelled_job_ends_so_for_whoever_watches(client):
    job = client.submit_job(buffer_spec("data:world/states_provinces", 5, segments=300))
    states = []
    for event in client.watch_job(job.name):
        if event.HasField("job"):
            states.append(event.job.state)
        if event.HasField("progress") and job_pb2.JOB_STATE_CANCELLING not in states:
            client.cancel_job(job.name)
    assert states[-1] == job_pb2.JOB_STATE_CANCELLED


def test_many_megabytes_of_files_go_up(client, tmp_path):
    file = tmp_path / "large.bin"
    file.write_bytes(bytes(100 << 20))
    told = []
    dataset = client.upload_files(file, sent=told.append)
    assert dataset.files[0].byte_count == 100 << 20 and told[-1] == 100 << 20
    client.delete_dataset(dataset.name)


def test_a_daemon_that_is_stopped_tells_watchers_the_end_and_is_gone_then(start):
    daemon = start("--drain-grace", "1s")
    with Client(daemon.address, prefer="http2") as client:
        job = client.submit_job(buffer_spec("data:world/states_provinces", 5, segments=300))
        events = client.watch_job(job.name)
        assert next(events).HasField("job")
        daemon.ask_to_stop()
        assert [each.job.state for each in events if each.HasField("job")][-1] == (
            job_pb2.JOB_STATE_CANCELLED
        )
        daemon.wait()
        with pytest.raises(errors.Unavailable):
            client.get_job(job.name)
