# SPDX-License-Identifier: GPL-2.0-or-later
"""The standard services: grpc.health.v1.Health and server reflection."""

import json
import os
import pathlib
import subprocess

import grpc
import pytest

import health_pb2
import health_pb2_grpc
import reflection_pb2
import reflection_pb2_grpc

SERVICES = {
    "geotask.v1.Datasets", "geotask.v1.Features", "geotask.v1.Jobs", "geotask.v1.Server", "grpc.health.v1.Health",
}


def check(daemon, service):
    stub = health_pb2_grpc.HealthStub(daemon.channel)
    return stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=60).status


def reflect(daemon, **asked):
    stub = reflection_pb2_grpc.ServerReflectionStub(daemon.channel)
    requests = iter([reflection_pb2.ServerReflectionRequest(**asked)])
    return next(stub.ServerReflectionInfo(requests, timeout=60))


@pytest.mark.parametrize("service", ["", *sorted(SERVICES - {"grpc.health.v1.Health"})])
def test_each_service_is_serving(daemon, service):
    assert check(daemon, service) == health_pb2.HealthCheckResponse.SERVING


def test_the_health_of_what_is_not_there_is_not_found(daemon):
    with pytest.raises(grpc.RpcError) as caught:
        check(daemon, "geotask.v1.Nothing")
    assert caught.value.code() == grpc.StatusCode.NOT_FOUND


def test_reflection_lists_the_services(daemon):
    answer = reflect(daemon, list_services="")

    assert SERVICES <= {each.name for each in answer.list_services_response.service}


@pytest.mark.parametrize("symbol", sorted(SERVICES) + ["geotask.v1.ErrorDetail"])
def test_reflection_describes_them(daemon, symbol):
    assert reflect(daemon, file_containing_symbol=symbol).file_descriptor_response


def test_reflection_can_be_switched_off(start):
    daemon = start("--reflection", "off")

    with pytest.raises(grpc.RpcError) as caught:
        reflect(daemon, list_services="")
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED


def buf_curl(daemon, method, request):
    """Calls a method with buf, which knows it by reflection alone."""
    folder = pathlib.Path(os.environ.get("GEOTASK_BUF", "."))
    programs = list(folder.glob("node_modules/@bufbuild/buf-linux-*/bin/buf"))
    if not programs:
        pytest.skip("buf is not installed; the test style_proto installs it")
    done = subprocess.run(
        [programs[0], "curl", "--http2-prior-knowledge", "--protocol", "grpc", "--reflect",
         "--reflect-protocol", "grpc-v1alpha", "--data", json.dumps(request),
         f"http://{daemon.address}/{method}"],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_buf_curl_can_ask_for_the_health(daemon):
    assert buf_curl(daemon, "grpc.health.v1.Health/Check", {}) == {"status": "SERVING"}


def test_buf_curl_can_submit_geojson(daemon):
    job = buf_curl(
        daemon,
        "geotask.v1.Jobs/SubmitJob",
        {
            "spec": {
                "input": {"geojson": '{"type": "Point", "coordinates": [7.5, 51.2]}'},
                "buffer": {"distance": 0.1},
            }
        },
    )

    assert job["name"].startswith("jobs/")
