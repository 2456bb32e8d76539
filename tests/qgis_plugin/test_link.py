# SPDX-License-Identifier: GPL-2.0-or-later
"""Servers, credentials, TLS and outputs of jobs as layers, with QGIS in this process."""

import dataclasses
import pathlib
import sys

import provider_support as support
import pytest

from geotask.errors import Unavailable
from geotask.retry import RetryPolicy
from geotask.v1 import job_pb2
from geotask_remote.link import outputs, row_layers
from geotask_remote.link.clients import Clients, open_client
from geotask_remote.link.credentials import CredentialsError, metadata
from geotask_remote.link.servers import Server, ServerList, new_server
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsRasterLayer, QgsVectorLayer

sys.path.append(str(pathlib.Path(__file__).parents[1] / "python"))
from certificates import Authority  # noqa: E402
from tls_proxy import TlsProxy  # noqa: E402


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with support.Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running


@pytest.fixture(scope="module")
def client(daemon):
    patient = RetryPolicy(start_wait=support.DEADLINE)  # The server may just have been started.
    with open_client(Server("test", "Test", daemon.address), retry=patient) as opened:
        yield opened


def ended(client, spec):
    """A job of this spec, when it has SUCCEEDED."""
    job = client.submit_job(spec)
    *_, last = (event.job for event in client.watch_job(job.name) if event.HasField("job"))
    assert last.state == job_pb2.JOB_STATE_SUCCEEDED, last
    return last


def buffered(client):
    """A job with the 46 lines of the map, a little wider."""
    spec = job_pb2.JobSpec()
    spec.input.layer = "data:world/disputed_borders"
    spec.buffer.distance = 0.01
    return ended(client, spec)


def processed(client, algorithm, **parameters):
    spec = job_pb2.JobSpec()
    spec.processing.algorithm = algorithm
    spec.processing.parameters.update(parameters)
    return ended(client, spec)


def test_servers_are_kept_in_their_order_with_ids_that_are_names(daemon):
    servers = ServerList()
    told = []
    servers.changed.connect(lambda: told.append(len(servers.all())))
    first = new_server("Büro Süd", "a:1", [])
    second = new_server("Büro Süd", "b:1", [first])
    second = dataclasses.replace(second, tls=True, ca_file="x.pem")
    servers.replace([second, first])
    assert [each.id for each in servers.all()] == ["buro_sud_2", "buro_sud"]
    assert servers.get("buro_sud_2") == second and servers.get("nobody") is None
    assert told == [2]
    servers.replace([])


def test_a_client_is_shared_until_its_server_is_set_otherwise(daemon):
    clients = Clients()
    server = Server("test", "Test", daemon.address)
    first = clients.get(server)
    assert clients.get(server) is first
    second = clients.get(dataclasses.replace(server, name="Another"))
    assert second is not first and second.get_server_info().versions.qgis
    clients.close()


@pytest.mark.parametrize("transport", ["grpc", "http2"])
def test_tls_works_with_an_authority_of_ones_own_and_not_without(
    daemon, tmp_path, monkeypatch, transport
):
    monkeypatch.setenv("GEOTASK_TRANSPORT", transport)
    authority = Authority(tmp_path)
    authority.issue("localhost")
    with TlsProxy(daemon.address, tmp_path / "localhost.pem", tmp_path / "localhost.key") as proxy:
        trusting = Server("test", "Test", proxy.address, tls=True, ca_file=str(authority.file))
        with open_client(trusting) as client:
            assert client.get_server_info().versions.geotaskd
        with open_client(dataclasses.replace(trusting, ca_file="")) as client:
            with pytest.raises(Unavailable):
                client.get_server_info()


def test_credentials_of_qgis_go_along_as_metadata_and_only_through_tls():
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("secret", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("office")
    config.setConfigMap({"username": "ada", "password": "engine"})
    assert manager.storeAuthenticationConfig(config)
    config = config[1] if isinstance(config, tuple) else config
    server = Server("test", "Test", "gis.example.org:443", tls=True, authcfg=config.id())
    assert metadata(server) == [("authorization", "Basic YWRhOmVuZ2luZQ==")]
    assert metadata(dataclasses.replace(server, address="127.0.0.1:1", tls=False))
    with pytest.raises(CredentialsError, match="turn TLS on"):
        metadata(dataclasses.replace(server, tls=False))
    with pytest.raises(CredentialsError, match="nothere"):
        metadata(dataclasses.replace(server, authcfg="nothere"))
    assert metadata(dataclasses.replace(server, authcfg="")) == []


def test_rows_become_a_layer_in_memory(client, tmp_path):
    loaded = outputs.load_outputs(client, buffered(client), tmp_path, title="Wide")
    (layer,) = loaded.layers
    assert layer.name() == "Wide" and layer.providerType() == "memory"
    assert layer.featureCount() == 46 and layer.crs().authid() == "EPSG:4326"
    assert not layer.extent().isEmpty() and layer.thread() == support.application.thread()


def test_many_rows_become_a_geopackage(client, tmp_path, monkeypatch):
    monkeypatch.setattr(outputs, "MEMORY_BYTES", 1000)
    job = buffered(client)
    (large,) = outputs.load_outputs(client, job, tmp_path).layers
    monkeypatch.undo()
    (small,) = outputs.load_outputs(client, job, tmp_path).layers
    assert large.providerType() == "ogr" and (tmp_path / "OUTPUT.gpkg").is_file()
    names = [field.name() for field in small.fields()]
    kept = [field.name() for field in large.fields()]
    assert kept[-len(names):] == names, "a field called fid is no matter"
    for one, other in zip(large.getFeatures(), small.getFeatures()):
        assert one.geometry().asWkb() == other.geometry().asWkb()
        assert one.attributes()[-len(names):] == other.attributes()


@pytest.fixture(scope="module")
def raster(client):
    """A job that has made a raster of 20 by 10 pixels."""
    return processed(
        client, "native:createconstantrasterlayer",
        EXTENT="0,20,0,10 [EPSG:4326]", TARGET_CRS="EPSG:4326", PIXEL_SIZE=1, NUMBER=7,
    )  # fmt: skip


def test_a_raster_becomes_a_layer(client, raster, tmp_path):
    (layer,) = outputs.load_outputs(client, raster, tmp_path, title="Seven").layers
    assert isinstance(layer, QgsRasterLayer) and layer.isValid()
    assert (layer.name(), layer.width(), layer.height()) == ("Seven", 20, 10)


def test_a_file_of_features_becomes_a_layer(client, tmp_path):
    layer = "data:world/disputed_borders"
    made = processed(client, "native:centroids", INPUT=layer, OUTPUT="points.gpkg")
    (layer,) = outputs.load_outputs(client, made, tmp_path, title="Points").layers
    assert isinstance(layer, QgsVectorLayer) and layer.featureCount() == 46
    assert layer.name() == "Points"


def test_values_and_files_that_are_no_layers_are_told(client, raster, tmp_path):
    made = processed(
        client, "native:rasterlayeruniquevaluesreport",
        INPUT=raster.name.replace("jobs/", "job:"), BAND=1, OUTPUT_HTML_FILE="told.html",
    )  # fmt: skip
    loaded = outputs.load_outputs(client, made, tmp_path)
    assert loaded.values["TOTAL_PIXEL_COUNT"] == 200 and loaded.layers == []
    assert [path.suffix for path in loaded.files] == [".html"] and loaded.files[0].is_file()


def test_who_stops_waiting_gets_no_layer(client, tmp_path):
    class Impatient(outputs.Watch):
        def stopped(self):
            return True

    with pytest.raises(outputs.Stopped):
        outputs.load_outputs(client, buffered(client), tmp_path, Impatient())


def test_a_layer_that_cannot_be_written_says_so(client, tmp_path):
    rows = client.read_features(buffered(client).name)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        row_layers.rows_to_layer(rows, "Wide", tmp_path / "file" / "rows.gpkg")
