# SPDX-License-Identifier: GPL-2.0-or-later
"""GetServerInfo: versions, limits and what is on offer."""

import grpc

from geotask.v1 import feature_pb2, server_pb2
from support import processing
from support.calls import refused
from support.daemon import MAX_MESSAGE_BYTES
from support.eventually import eventually


def server_info(daemon, source=""):
    return daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest(source=source), timeout=60)


def test_it_names_the_version_of_everything_it_stands_on(daemon):
    versions = server_info(daemon).versions

    for field in server_pb2.Versions.DESCRIPTOR.fields:
        assert getattr(versions, field.name)[0].isdigit(), field.name


def test_it_tells_its_limits_as_configured(start):
    daemon = start("--max-queued-jobs", "7", "--max-running-jobs", "3", "--compute-threads", "1",
                   "--max-log-lines", "11", "--job-ttl", "90s", "--max-memory", "2MiB")

    limits = server_info(daemon).limits

    assert limits.max_message_bytes == MAX_MESSAGE_BYTES
    assert limits.max_queued_jobs == 7
    assert limits.max_running_jobs == 3
    assert limits.compute_threads == 1
    assert limits.max_log_lines == 11
    assert limits.job_ttl.seconds == 90
    assert limits.max_memory_bytes == 2 << 20


def test_it_describes_the_layers_of_a_source(daemon):
    [world] = server_info(daemon).sources

    assert world.name == "world" and not world.error
    assert world.kind == server_pb2.Source.KIND_FILE
    layers = {layer.name: layer for layer in world.layers}
    assert list(layers) == sorted(layers)
    states = layers["states_provinces"]
    assert states.feature_count == 4556
    assert states.schema.geometry_type == "MultiPolygon"
    assert states.schema.crs == "EPSG:4326"
    assert layers["disputed_borders"].schema.geometry_type == "MultiLineString"
    assert layers["layer_styles"].schema.geometry_type == "NoGeometry"
    fields = {field.name: field.type for field in layers["countries"].schema.fields}
    assert feature_pb2.FIELD_TYPE_STRING in fields.values()
    assert feature_pb2.FIELD_TYPE_UNSPECIFIED not in fields.values()


def test_it_can_be_asked_for_one_source(daemon):
    assert [source.name for source in server_info(daemon, "world").sources] == ["world"]
    with refused(grpc.StatusCode.NOT_FOUND, "UNKNOWN_SOURCE", "source"):
        server_info(daemon, "mars")


def protections(daemon):
    """{name: Protection}, once a worker has told them."""
    eventually(lambda: server_info(daemon).workers.protections)
    return {each.name: each for each in server_info(daemon).workers.protections}


def test_it_tells_what_shuts_workers_off(start):
    daemon = start("--workers", "3", "--python", "off", "--worker-network", "on")

    told = protections(daemon)

    assert {"Landlock", "seccomp", "no new privileges"} <= set(told)
    assert all(each.detail for each in told.values() if not each.in_force), told
    workers = server_info(daemon).workers
    assert (workers.count, workers.python, workers.network) == (3, False, True)


def test_a_missing_sandbox_is_told_at_start_and_to_clients(start):
    daemon = start("--workers", "1", "--python", "off", "--sandbox", "off")

    eventually(lambda: "workers run without any sandbox" in daemon.log())

    (line,) = [each for each in daemon.log().splitlines() if "without any sandbox" in each]
    assert "WARNING" in line
    processing.done(daemon, "native:centroids", INPUT="data:world/countries")  # One has started.
    assert not server_info(daemon).workers.protections
