# SPDX-License-Identifier: GPL-2.0-or-later
"""An algorithm at work: in the background, cancelled, its server gone; in models."""

import os
import signal

import provider_support as support
import pytest

import processing
from geotask.client import Client
from geotask.v1 import job_pb2
from geotask_remote.link.servers import Server
from geotask_remote.provider.servers import catalogue_path
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

# Takes minutes, and is cancelled long before.
LONG = ("native:buffer", {
    "INPUT": "data:world/states_provinces", "DISTANCE": 3, "SEGMENTS": 200, "END_CAP_STYLE": 0,
    "JOIN_STYLE": 0, "MITER_LIMIT": 2, "DISSOLVE": True, "OUTPUT": "TEMPORARY_OUTPUT"})
CENTROIDS = {"INPUT": "data:world/countries", "ALL_PARTS": False, "OUTPUT": "TEMPORARY_OUTPUT"}


class Background:
    """An algorithm as a QgsTask, as QGIS's dialog runs it."""

    def __init__(self, name, parameters):
        registry = QgsApplication.processingRegistry()
        self.algorithm = registry.algorithmById(
            f"{support.PROVIDER}:{name.replace(':', '_')}").create()
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.feedback = QgsProcessingFeedback()
        self.told, self.progress = [], []
        self.feedback.progressChanged.connect(self.progress.append)
        self.task = QgsProcessingAlgRunnerTask(
            self.algorithm, parameters, self.context, self.feedback)
        self.task.executed.connect(lambda ok, results: self.told.append((ok, results)))
        QgsApplication.taskManager().addTask(self.task)

    def wait(self):
        support.turn_events_until(lambda: self.told, "the end of a task")
        return self.told[0]


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with support.Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running


@pytest.fixture
def provider(daemon):
    """The provider of that daemon; what it offers is asked for once."""
    known = catalogue_path(support.SERVER)
    with support.remote_provider(daemon.address, fetch=not os.path.exists(known)) as providers:
        yield providers


@pytest.fixture
def mortal(provider, tmp_path):
    """Another daemon, which may be killed, as the server of the provider."""
    with support.Daemon(tmp_path) as running:
        provider.set_servers([Server(support.SERVER, "Test", running.address)])
        yield running


def job_at_work(client):
    """The job that runs on the server by now."""
    found = []

    def runs():
        found[:] = client.list_jobs(states=[job_pb2.JOB_STATE_RUNNING])
        return bool(found)

    support.turn_events_until(runs, "a job at work")
    return found[0]


def test_it_runs_in_the_background_and_tells_how_far_it_is(daemon, provider):
    background = Background("native:centroids", CENTROIDS)
    ok, results = background.wait()
    assert ok
    assert background.context.getMapLayer(results["OUTPUT"]).featureCount() == 240
    assert background.progress == sorted(background.progress)
    log = background.feedback.textLog()
    assert "jobs/" in log and daemon.address in log


def test_a_raster_that_is_to_be_opened_is_handed_to_the_project(provider):
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    background = Background("native:createconstantrasterlayer", {
        "EXTENT": "0,8,0,8 [EPSG:3035]", "TARGET_CRS": "EPSG:3035", "PIXEL_SIZE": 1, "NUMBER": 7,
        "OUTPUT_TYPE": 5, "OUTPUT": output})
    ok, results = background.wait()
    assert ok
    assert list(background.context.layersToLoadOnCompletion()) == [results["OUTPUT"]]
    assert os.path.isfile(results["OUTPUT"])


def test_a_cancel_here_is_a_cancel_on_the_server(daemon, provider):
    background = Background(*LONG)
    with Client(daemon.address) as client:
        job = job_at_work(client)
        background.feedback.cancel()
        background.wait()
        for event in client.watch_job(job.name):
            last = event
    assert last.job.state == job_pb2.JOB_STATE_CANCELLED
    assert last.job.error.reason == "CANCELLED_BY_CLIENT"
    assert "Cancelling" in background.feedback.textLog()


def test_a_server_that_dies_ends_the_run_with_words(mortal):
    background = Background(*LONG)
    with Client(mortal.address) as client:
        job = job_at_work(client)
    os.kill(mortal.process.pid, signal.SIGKILL)
    ok, _ = background.wait()
    assert not ok
    log = background.feedback.textLog()
    assert "connection" in log and mortal.address in log and job.name in log


def test_a_cancel_is_heeded_though_the_server_hangs(mortal):
    background = Background(*LONG)
    with Client(mortal.address) as client:
        job_at_work(client)
    os.kill(mortal.process.pid, signal.SIGSTOP)
    try:
        background.feedback.cancel()
        background.wait()
    finally:
        os.kill(mortal.process.pid, signal.SIGCONT)


def test_an_algorithm_that_fails_says_why(provider):
    background = Background("native:raiseexception", {"MESSAGE": "as it was asked to"})
    ok, _ = background.wait()
    assert not ok
    assert "as it was asked to" in background.feedback.textLog()


def test_lines_of_the_servers_log_are_shown(provider):
    background = Background("native:raisewarning", {"MESSAGE": "mind the gap"})
    assert background.wait()[0]
    assert "mind the gap" in background.feedback.textLog()


@pytest.mark.parametrize("transport", ["grpc", "http2"])
def test_both_transports_give_the_same(daemon, monkeypatch, transport):
    pytest.importorskip({"grpc": "grpc", "http2": "h2"}[transport])
    monkeypatch.setenv("GEOTASK_TRANSPORT", transport)
    layer = QgsVectorLayer(f"{support.WORLD_MAP}|layername=countries", "countries", "ogr")
    with support.remote_provider(daemon.address):
        result = support.run_remote("native:centroids", {**CENTROIDS, "INPUT": layer})["OUTPUT"]
    # 240 countries with all their fields, more than one message there and back.
    assert result.featureCount() == 240
    assert [f.name() for f in result.fields()] == [f.name() for f in layer.fields()]


def model():
    """Centroids of its input on the server, then a buffer around them here."""
    source = QgsProcessingModelChildParameterSource
    made = QgsProcessingModelAlgorithm("centres", "tests")
    made.addModelParameter(QgsProcessingParameterFeatureSource("LAYER", "Layer"),
                           QgsProcessingModelParameter("LAYER"))
    centres = QgsProcessingModelChildAlgorithm(f"{support.PROVIDER}:native_centroids")
    centres.setChildId("centres")
    centres.addParameterSources("INPUT", [source.fromModelParameter("LAYER")])
    made.addChildAlgorithm(centres)
    around = QgsProcessingModelChildAlgorithm("native:buffer")
    around.setChildId("around")
    around.addParameterSources("INPUT", [source.fromChildOutput("centres", "OUTPUT")])
    around.addParameterSources("DISTANCE", [source.fromStaticValue(1)])
    output = QgsProcessingModelOutput("wide", "wide")
    output.setChildOutputName("OUTPUT")
    output.setChildId("around")
    around.setModelOutputs({"wide": output})
    made.addChildAlgorithm(around)
    return made


def test_it_is_a_step_of_a_model(provider, tmp_path):
    path = str(tmp_path / "centres.model3")
    assert model().toFile(path)
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(path)
    loaded.initAlgorithm()
    layer = QgsVectorLayer(f"{support.WORLD_MAP}|layername=countries", "countries", "ogr")
    result = processing.run(loaded, {"LAYER": layer, "around:wide": "TEMPORARY_OUTPUT"})
    assert result["around:wide"].featureCount() == 240
    assert result["around:wide"].wkbType() == QgsWkbTypes.MultiPolygon
