# SPDX-License-Identifier: GPL-2.0-or-later
"""Errors: the server's words as exceptions, with reason and remedy."""

import pickle

import pytest
from shapely.geometry import Point

import geotask
from geotask import errors
from geotask.v1 import job_pb2
from support.rows import slow_line


def test_a_refusal_carries_all_that_the_server_said(server):
    with pytest.raises(geotask.InvalidArgument) as caught:
        server.buffer(Point(0, 0), 1, segments=5000)
    error = caught.value
    assert (error.code, error.reason) == ("INVALID_ARGUMENT", "OUT_OF_RANGE")
    assert error.field.endswith("buffer.segments") and error.given == "5000"
    assert "1000" in error.accepted and error.remedy
    assert "5000" in str(error) and error.remedy in str(error) and "[OUT_OF_RANGE]" in str(error)


def test_each_status_has_an_exception_of_its_own(server):
    client = server.client
    with pytest.raises(geotask.NotFound) as caught:
        client.get_job("jobs/none")
    assert caught.value.reason == "JOB_NOT_FOUND"
    spec = job_pb2.JobSpec()
    spec.input.layer = "data:world/nowhere"
    spec.buffer.distance = 1
    with pytest.raises(geotask.NotFound, match="nowhere"):
        client.submit_job(spec)
    spec.input.geojson = '{"type": "Point", "coordinates": [7, 51]}'
    client.submit_job(spec, job_id="taken")
    with pytest.raises(geotask.AlreadyExists) as caught:
        client.submit_job(spec, job_id="taken")
    assert caught.value.reason == "JOB_EXISTS"
    running = server.submit_buffer([slow_line()] * 2000, 0.5)
    with pytest.raises(geotask.FailedPrecondition) as caught:
        running.delete()
    assert caught.value.reason == "JOB_NOT_FINISHED"
    running.cancel()


def test_a_check_without_a_job_is_possible(server):
    spec = job_pb2.JobSpec()
    spec.input.layer = "data:world/countries"
    spec.buffer.distance = 1
    assert server.client.submit_job(spec, validate_only=True).state == 0
    spec.buffer.segments = 0
    with pytest.raises(geotask.InvalidArgument):
        server.client.submit_job(spec, validate_only=True)


def test_a_server_that_is_not_there_is_unavailable():
    retry = geotask.RetryPolicy(attempts=2, first_wait=0.01)
    with geotask.connect("127.0.0.1:1", retry=retry) as nobody:
        with pytest.raises(geotask.Unavailable):
            nobody.info()


def test_every_exception_is_one_of_ours_and_can_be_pickled():
    for number, name in enumerate(errors.CODES[1:], 1):
        error = errors.from_status(number, "No.", b"not a message")
        assert isinstance(error, geotask.GeotaskError) and error.code == name
        error.reason, error.retry_delay = "WHY", 1.5
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.retry_delay) == (type(error), str(error), 1.5)


def test_what_the_server_says_reaches_every_transport_the_same(daemon):
    told = []
    for prefer in ("grpc", "http2"):
        with geotask.connect(daemon.address, prefer=prefer) as server:
            with pytest.raises(geotask.InvalidArgument) as caught:
                server.buffer(Point(0, 0), 1, segments=5000)
            told.append(vars(caught.value))
            assert server.buffer(Point(0, 0), 1).area > 3
    assert told[0] == told[1]


def test_an_import_brings_neither_grpc_nor_geopandas():
    import subprocess
    import sys

    import helpers.package

    code = (
        "import sys, geotask, geotask.client, geotask.job, geotask.features\n"
        "heavy = {'grpc', 'numpy', 'pandas', 'shapely', 'geopandas', 'tqdm', 'qgis'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "geotask.connect, geotask.Connection\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    environment = {"PYTHONPATH": str(helpers.package.FOLDER), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-B", "-c", code], check=True, env=environment)
